/** What to do next so that the picture becomes a good one, in one word for one thing at a time. */
import type { Corners, Point, Sight } from "./sheet";

export type Advice = "dark" | "none" | "back" | "closer" | "flat" | "hold" | "ready";

const DARK = 45; // of 255, the whole picture
const DARK_SHEET = 75;
const CLOSE_SHARE = 0.3; // of the picture that the sheet should fill
const SLANT = 1.3; // of opposite sides
const SQUARE_DEGREES = 22;
const STILL = 0.018; // of the picture's diagonal
const STILL_LOOKS = 4;
const LASTS_MS = 450; // a word stands at least so long: it is read, and read aloud

const length = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function degreesAt(corners: Corners, i: number): number {
  const at = corners[i]!, before = corners[(i + 3) % 4]!, after = corners[(i + 1) % 4]!;
  const dot = (before.x - at.x) * (after.x - at.x) + (before.y - at.y) * (after.y - at.y);
  return (Math.acos(dot / (length(at, before) * length(at, after) || 1)) * 180) / Math.PI;
}

/** Whether the sheet is seen from above: opposite sides alike, corners square. */
export function isFlat(corners: Corners): boolean {
  const [a, b, c, d] = corners;
  const unlike = (one: number, other: number): boolean => Math.max(one, other) > SLANT * Math.min(one, other);
  if (unlike(length(a, b), length(d, c)) || unlike(length(a, d), length(b, c))) return false;
  return [0, 1, 2, 3].every((i) => Math.abs(degreesAt(corners, i) - 90) <= SQUARE_DEGREES);
}

function wrong({ brightness, sheet }: Sight): Advice | undefined {
  if (brightness < DARK || (sheet && sheet.brightness < DARK_SHEET)) return "dark";
  if (!sheet) return "none";
  if (sheet.touches) return "back";
  if (sheet.share < CLOSE_SHARE) return "closer";
  return isFlat(sheet.corners) ? undefined : "flat";
}

/** Keeps what was seen last: a hand that shakes shows only over time. */
export class Adviser {
  private last: Corners | undefined;
  private still = 0;
  private said: Advice = "none";
  private saidAt = -Infinity;

  constructor(private readonly diagonal: number) {}

  /** The word to show after this look; it does not flicker. */
  next(sight: Sight, atMs: number): Advice {
    const now = wrong(sight) ?? this.steadiness(sight);
    if (!sight.sheet) this.last = undefined;
    if (now !== this.said && atMs - this.saidAt >= LASTS_MS) {
      this.said = now;
      this.saidAt = atMs;
    }
    return this.said;
  }

  private steadiness({ sheet }: Sight): Advice {
    const corners = sheet!.corners;
    const moved = this.last ? Math.max(...corners.map((point, i) => length(point, this.last![i]!))) : Infinity;
    this.last = corners;
    this.still = moved <= STILL * this.diagonal ? this.still + 1 : 0;
    return this.still >= STILL_LOOKS ? "ready" : "hold";
  }
}
