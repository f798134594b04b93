/** Frames drawn for tests: a sheet on a desk, with text on it, grain and a shade of light. */
import type { Point } from "./sheet";

export interface Scene { width?: number; height?: number; desk?: number; paper?: number; grain?: number; text?: boolean; shade?: number }

/** A generator whose numbers are the same in every run. */
function grains(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

const inside = (points: readonly Point[], x: number, y: number): boolean =>
  points.every((a, i) => {
    const b = points[(i + 1) % points.length]!;
    return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) >= 0;
  });

/** RGBA of a frame with a sheet whose corners (clockwise) are given in pixels. */
export function frame(corners: readonly Point[] | undefined, scene: Scene = {}): Uint8ClampedArray {
  const { width = 240, height = 320, desk = 70, paper = 215, grain = 14, text = true, shade = 0 } = scene;
  const out = new Uint8ClampedArray(width * height * 4);
  const noise = grains(7);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const onPaper = corners !== undefined && inside(corners, x, y);
      const inked = onPaper && text && y % 9 < 3 && x % 13 < 10 && inside(shrunk(corners), x, y);
      const value = (inked ? 60 : onPaper ? paper : desk) + noise() * grain - (shade * x) / width;
      out.set([value, value, value, 255], (y * width + x) * 4);
    }
  return out;
}

function shrunk(corners: readonly Point[]): Point[] {
  const x = corners.reduce((sum, one) => sum + one.x, 0) / corners.length;
  const y = corners.reduce((sum, one) => sum + one.y, 0) / corners.length;
  return corners.map((one) => ({ x: x + (one.x - x) * 0.85, y: y + (one.y - y) * 0.85 }));
}

/** The corners of a sheet of this size around the middle, turned by degrees. */
export function sheetAt(middle: Point, width: number, height: number, degrees = 0): Point[] {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const turned = (x: number, y: number): Point => ({ x: middle.x + x * cos - y * sin, y: middle.y + x * sin + y * cos });
  return [turned(-width / 2, -height / 2), turned(width / 2, -height / 2), turned(width / 2, height / 2), turned(-width / 2, height / 2)];
}
