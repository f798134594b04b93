/**
 * Where the sheet of paper is in a small picture (no side over 320 px): plain arithmetic on brightness, a few
 * milliseconds a frame. Three looks, the largest answer counts: what is brighter than its surroundings, what is darker,
 * and what is closed in by edges (white paper on a pale desk).
 */
export interface Point { x: number; y: number }
export type Corners = readonly [Point, Point, Point, Point]; // from the upper left, clockwise
export interface Sheet { corners: Corners; share: number; touches: boolean; brightness: number }
export interface Sight { brightness: number; sheet?: Sheet }

const SMALLEST_SHARE = 0.04;
const FILLED = [0.86, 1.16] as const; // how much of the four corners' shape is really there
const CONTRAST = 22; // between paper and desk, of 255
const EDGE = 11;
const RIM_PX = 2;
const ALL_RIMS = 15; // what touches every side of the picture is the desk, or a sheet of which no corner is seen

interface Gray { at: Uint8Array; width: number; height: number }

export function grayOf(rgba: Uint8ClampedArray, width: number, height: number): Gray {
  const at = new Uint8Array(width * height);
  for (let i = 0, from = 0; i < at.length; i += 1, from += 4) at[i] = (77 * rgba[from]! + 150 * rgba[from + 1]! + 29 * rgba[from + 2]!) >> 8;
  return { at, width, height };
}

/** Each pixel as the mean of nine: the grain of a camera in a dim room is not an edge. */
function smoothed({ at, width, height }: Gray): Gray {
  const rows = new Uint16Array(at.length);
  const out = new Uint8Array(at.length);
  for (let y = 0; y < height; y += 1)
    for (let i = y * width + 1, end = (y + 1) * width - 1; i < end; i += 1) rows[i] = at[i - 1]! + at[i]! + at[i + 1]!;
  for (let i = width, end = at.length - width; i < end; i += 1) out[i] = (rows[i - width]! + rows[i]! + rows[i + width]!) / 9;
  for (let x = 0; x < width; x += 1) {
    out[x] = out[width + x]!;
    out[at.length - width + x] = out[at.length - 2 * width + x]!;
  }
  for (let y = 0; y < height; y += 1) {
    out[y * width] = out[y * width + 1]!;
    out[(y + 1) * width - 1] = out[(y + 1) * width - 2]!;
  }
  return { at: out, width, height };
}

/** Otsu: the brightness that parts the picture best; undefined where there is little to part. */
function parting(at: Uint8Array): number | undefined {
  const count = new Uint32Array(256);
  let sum = 0;
  for (const value of at) {
    count[value]! += 1;
    sum += value;
  }
  let below = 0, sumBelow = 0, best = 0, found = 0, apart = 0;
  for (let level = 0; level < 256; level += 1) {
    below += count[level]!;
    if (below === 0 || below === at.length) continue;
    sumBelow += level * count[level]!;
    const low = sumBelow / below, high = (sum - sumBelow) / (at.length - below);
    const worth = below * (at.length - below) * (high - low) ** 2;
    if (worth <= best) continue;
    [best, found, apart] = [worth, level, high - low];
  }
  return apart >= CONTRAST ? found : undefined;
}

interface Patch { left: Int16Array; right: Int16Array; size: number; ends: Corners; rims: number }

/** The patch of pixels that are `wanted`, grown from one of them; each is taken once. */
function grown(wanted: Uint8Array, start: number, width: number, height: number, stack: Int32Array): Patch {
  const left = new Int16Array(height).fill(width), right = new Int16Array(height).fill(-1);
  const ends = [start, start, start, start];
  const worth = [Infinity, -Infinity, -Infinity, Infinity]; // of x+y, x−y, x+y, x−y
  let size = 0, rims = 0, held = 0;
  const take = (i: number): void => {
    wanted[i] = 0;
    stack[held++] = i;
  };
  take(start);
  while (held > 0) {
    const i = stack[--held]!;
    const y = (i / width) | 0, x = i - y * width;
    size += 1;
    if (x < left[y]!) left[y] = x;
    if (x > right[y]!) right[y] = x;
    if (x + y < worth[0]!) [worth[0], ends[0]] = [x + y, i];
    if (x - y > worth[1]!) [worth[1], ends[1]] = [x - y, i];
    if (x + y > worth[2]!) [worth[2], ends[2]] = [x + y, i];
    if (x - y < worth[3]!) [worth[3], ends[3]] = [x - y, i];
    rims |= (x < RIM_PX ? 1 : 0) | (y < RIM_PX ? 2 : 0) | (x >= width - RIM_PX ? 4 : 0) | (y >= height - RIM_PX ? 8 : 0);
    if (x > 0 && wanted[i - 1]) take(i - 1);
    if (x < width - 1 && wanted[i + 1]) take(i + 1);
    if (y > 0 && wanted[i - width]) take(i - width);
    if (y < height - 1 && wanted[i + width]) take(i + width);
  }
  const point = (i: number): Point => ({ x: i % width, y: (i / width) | 0 });
  return { left, right, size, ends: ends.map(point) as unknown as Corners, rims };
}

/** The largest patches, a seed every few pixels: what is smaller than that is no sheet. */
function largest(wanted: Uint8Array, width: number, height: number, stack: Int32Array): Patch | undefined {
  let best: Patch | undefined;
  for (let y = 2; y < height; y += 5)
    for (let x = 2; x < width; x += 5) {
      const i = y * width + x;
      if (!wanted[i]) continue;
      const patch = grown(wanted, i, width, height, stack);
      if (patch.rims !== ALL_RIMS && (!best || patch.size > best.size)) best = patch;
    }
  return best;
}

export function areaOf(corners: Corners): number {
  let twice = 0;
  corners.forEach((a, i) => {
    const b = corners[(i + 1) % 4]!;
    twice += a.x * b.y - b.x * a.y;
  });
  return Math.abs(twice) / 2;
}

/** Four corners where the patch has the shape of a sheet; what is printed on it does not count as holes. */
function asSheet(patch: Patch | undefined, gray: Gray): Sheet | undefined {
  if (!patch) return undefined;
  let filled = 0;
  patch.left.forEach((from, y) => patch.right[y]! >= from && (filled += patch.right[y]! - from + 1));
  const area = areaOf(patch.ends);
  const share = area / (gray.width * gray.height);
  const full = filled / (area || 1);
  if (share < SMALLEST_SHARE || full < FILLED[0] || full > FILLED[1]) return undefined;
  return { corners: patch.ends, share, touches: patch.rims !== 0, brightness: brightnessIn(patch, gray) };
}

function brightnessIn(patch: Patch, { at, width }: Gray): number {
  let sum = 0, n = 0;
  patch.left.forEach((from, y) => {
    for (let x = from; x <= patch.right[y]!; x += 3) {
      sum += at[y * width + x]!;
      n += 1;
    }
  });
  return n ? sum / n : 0;
}

function edgesOf({ at, width, height }: Gray): Uint8Array {
  const open = new Uint8Array(at.length);
  for (let y = 1; y < height - 1; y += 1)
    for (let i = y * width + 1, end = (y + 1) * width - 1; i < end; i += 1) {
      const across = Math.abs(at[i + 1]! - at[i - 1]!) + Math.abs(at[i + width]! - at[i - width]!);
      if (across < EDGE) open[i] = 1;
    }
  return open;
}

function candidates(gray: Gray): (Sheet | undefined)[] {
  const { at, width, height } = gray;
  const stack = new Int32Array(at.length);
  const level = parting(at);
  const found: (Sheet | undefined)[] = [];
  if (level !== undefined) {
    found.push(asSheet(largest(at.map((value) => (value > level ? 1 : 0)), width, height, stack), gray));
    if (!found[0] || found[0].touches) found.push(asSheet(largest(at.map((value) => (value > level ? 0 : 1)), width, height, stack), gray));
  }
  if (found.some((one) => one && !one.touches)) return found;
  found.push(asSheet(largest(edgesOf(gray), width, height, stack), gray));
  return found;
}

/** What is seen in a frame. */
export function lookAt(rgba: Uint8ClampedArray, width: number, height: number): Sight {
  const gray = smoothed(grayOf(rgba, width, height));
  let sum = 0;
  for (const value of gray.at) sum += value;
  const brightness = sum / gray.at.length;
  const found = candidates(gray).filter((one) => one !== undefined);
  const whole = found.filter((one) => !one.touches);
  const sheet = (whole.length ? whole : found).sort((a, b) => b.share - a.share)[0];
  return sheet ? { brightness, sheet } : { brightness };
}
