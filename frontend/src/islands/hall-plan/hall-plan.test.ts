import { expect, test } from "vitest";
import { wake } from "../../testing";
import { hallPlan, inside, zoomed } from "./hall-plan";

const WHOLE = { x: 0, y: 0, width: 1000, height: 500 };
const PLAN = `<div data-island="hall-plan"><button data-part="zoom-in">+</button><button data-part="zoom-out">-</button><button data-part="reset">0</button>
  <div><svg data-part="svg" viewBox="0 0 1000 500"><a class="plan__window" href="#window-3"></a></svg></div></div><article class="counter" id="window-3"></article>`;

test("closer keeps the point under the finger, and never leaves the hall", () => {
  expect(zoomed(WHOLE, WHOLE, 2)).toEqual({ x: 250, y: 125, width: 500, height: 250 });
  expect(zoomed(WHOLE, WHOLE, 2, { x: 0, y: 0 })).toEqual({ x: 0, y: 0, width: 500, height: 250 });
  expect(zoomed(WHOLE, WHOLE, 1 / 3)).toEqual(WHOLE);
  expect(zoomed(WHOLE, WHOLE, 100).width).toBe(200);
  expect(inside({ x: 900, y: -50, width: 500, height: 250 }, WHOLE)).toEqual({ x: 500, y: 0, width: 500, height: 250 });
});

test("buttons move the view, the address marks window and card", () => {
  location.hash = "#window-3";
  const { root } = wake("hall-plan", hallPlan, PLAN);
  expect(document.querySelectorAll(".is-selected")).toHaveLength(2);

  root.querySelector<HTMLButtonElement>('[data-part="zoom-in"]')!.click();
  expect(root.querySelector("svg")!.getAttribute("viewBox")).not.toBe("0 0 1000 500");
  root.querySelector<HTMLButtonElement>('[data-part="reset"]')!.click();
  expect(root.querySelector("svg")!.getAttribute("viewBox")).toBe("0 0 1000 500");
});
