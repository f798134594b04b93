import { expect, it } from "vitest";
import { Adviser, isFlat, type Advice } from "./advice";
import { frame, sheetAt, type Scene } from "./drawn";
import { lookAt, type Corners, type Point } from "./sheet";

const [WIDTH, HEIGHT] = [240, 320];
const MIDDLE = { x: 120, y: 160 };
const A4 = sheetAt(MIDDLE, 170, 240);
const look = (corners: readonly Point[] | undefined, scene: Scene = {}) => lookAt(frame(corners, scene), WIDTH, HEIGHT);
const farthest = (found: Corners | undefined, wanted: readonly Point[]): number =>
  found ? Math.max(...found.map((one, i) => Math.hypot(one.x - wanted[i]!.x, one.y - wanted[i]!.y))) : Infinity;

it.each([0, 3, -6, 12, -20, 28])("finds the four corners of a sheet turned by %d degrees", (degrees) => {
  const wanted = sheetAt(MIDDLE, 150, 215, degrees);

  expect(farthest(look(wanted).sheet?.corners, wanted)).toBeLessThan(5);
});

it.each([
  ["in weak light", { desk: 40, paper: 110, grain: 20 }],
  ["with a shade across it", { desk: 60, paper: 220, shade: 60 }],
  ["white on a pale desk", { desk: 178, paper: 205, grain: 6 }],
  ["dark on a white desk", { desk: 230, paper: 90, text: false }],
  ["with much grain", { desk: 90, paper: 200, grain: 60 }],
] satisfies [string, Scene][])("finds a sheet %s", (_, scene) => {
  expect(farthest(look(A4, scene).sheet?.corners, A4)).toBeLessThan(7);
});

it("finds a sheet seen from the side", () => {
  const wanted = [{ x: 70, y: 60 }, { x: 170, y: 60 }, { x: 215, y: 270 }, { x: 25, y: 270 }];

  const found = look(wanted).sheet;

  expect(farthest(found?.corners, wanted)).toBeLessThan(6);
  expect(isFlat(found!.corners)).toBe(false);
});

it.each([
  ["an empty desk", {}],
  ["an empty desk in uneven light", { shade: 90, desk: 150 }],
  ["a dark room", { desk: 8 }],
] satisfies [string, Scene][])("sees no sheet on %s", (_, scene) => {
  const sheet = look(undefined, scene).sheet;

  expect(sheet === undefined || sheet.touches).toBe(true);
});

it("does not take a round plate for a sheet", () => {
  const plate = Array.from({ length: 40 }, (_, i) => ({ x: 120 + 80 * Math.cos((i * Math.PI) / 20), y: 160 + 80 * Math.sin((i * Math.PI) / 20) }));

  expect(look(plate, { text: false }).sheet).toBeUndefined();
});

it("knows that a part of the sheet is outside", () => {
  expect(look(sheetAt({ x: 180, y: 160 }, 170, 240)).sheet?.touches).toBe(true);
});

/** The word after holding the same scene for a second at ten looks a second. */
function advised(corners: readonly Point[] | undefined, scene: Scene = {}, shake = 0): Advice {
  const adviser = new Adviser(Math.hypot(WIDTH, HEIGHT));
  let said: Advice = "none";
  for (let n = 0; n < 12; n += 1) {
    const by = n % 2 ? shake : -shake;
    said = adviser.next(look(corners?.map(({ x, y }) => ({ x: x + by, y: y + by })), scene), n * 100);
  }
  return said;
}

it.each([
  ["ready", A4, {}, 0],
  ["hold", A4, {}, 8],
  ["closer", sheetAt(MIDDLE, 70, 100), {}, 0],
  ["back", sheetAt({ x: 120, y: 190 }, 210, 300), {}, 0],
  ["none", sheetAt(MIDDLE, 250, 330), {}, 0],
  ["flat", [{ x: 70, y: 60 }, { x: 170, y: 60 }, { x: 215, y: 290 }, { x: 25, y: 290 }], {}, 0],
  ["dark", A4, { desk: 12, paper: 50 }, 0],
  ["none", undefined, {}, 0],
] satisfies [Advice, readonly Point[] | undefined, Scene, number][])("says %s", (wanted, corners, scene, shake) => {
  expect(advised(corners, scene, shake)).toBe(wanted);
});

it("does not flicker: a word stands long enough to be read", () => {
  const adviser = new Adviser(400);
  const words: Advice[] = [];
  for (let n = 0; n < 40; n += 1) words.push(adviser.next(n % 2 ? look(A4) : look(undefined), n * 50));

  const changes = words.filter((word, i) => i > 0 && word !== words[i - 1]).length;
  expect(changes).toBeLessThanOrEqual(5);
});

it("takes less than 15 ms a frame", () => {
  const frames = [frame(A4), frame(A4, { desk: 178, paper: 205 }), frame(undefined, { shade: 90 })];
  const took: number[] = [];
  for (let n = 0; n < 60; n += 1) {
    const from = performance.now();
    lookAt(frames[n % 3]!, WIDTH, HEIGHT);
    took.push(performance.now() - from);
  }

  // the quick ones: on a busy machine the others tell of their neighbours
  expect(took.sort((a, b) => a - b)[5]).toBeLessThan(15);
});
