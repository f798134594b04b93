import { expect, test, vi } from "vitest";
import { answer, wake } from "../../testing";
import { sendQuietly } from "../../lib/sent";
import { look, room } from "./look";

sendQuietly();

const PAGE = `<main><div><div class="look__sheet" data-island="look"><button data-part="closer"></button><button data-part="farther"></button><button data-part="whole"></button><button data-part="turn"></button>
  <div data-part="frame"><div data-part="page"><img data-part="picture"><svg><a href="?look=1&box=7-名称" data-fetch data-pair="7-名称" class="box"><rect></rect></a></svg></div></div></div>
  <div class="look-field" data-pair="7-名称"><a href="?look=1&box=7-名称" data-fetch>老王面馆</a></div><div class="look-field" data-pair="7-住所"><a href="?look=1&sheet=2&box=7-住所" data-fetch>云溪路</a></div></div></main>`;
const lit = (): number => document.querySelectorAll(".is-lit").length;

test("a turned page takes as much room as its longer side asks for", () => {
  expect(room(600, 1.5, 0)).toEqual({ page: 600, across: 600, down: 900 });
  expect(room(600, 1.5, 90)).toEqual({ page: 400, across: 600, down: 400 });
  expect(room(600, 1.5, 180)).toEqual({ page: 600, across: 600, down: 900 });
});

test("a field and its box light each other, and one pair at a time", () => {
  const { root } = wake("look", look, PAGE);

  document.querySelector(".look-field")!.dispatchEvent(new Event("pointerover", { bubbles: true }));
  expect(root.querySelector(".box")!.classList.contains("is-lit")).toBe(true);
  expect(lit()).toBe(2);

  document.querySelectorAll(".look-field a")[1]!.dispatchEvent(new Event("focusin", { bubbles: true }));
  expect(root.querySelector(".box")!.classList.contains("is-lit")).toBe(false);
  expect(lit()).toBe(1);
});

test("a field whose box is on the page is gone to, another page is asked for and put in place without a reload", async () => {
  const asked = answer(PAGE.replace("老王面馆", "老汪面馆"));
  wake("look", look, PAGE);
  Element.prototype.scrollIntoView = vi.fn();

  document.querySelector<HTMLElement>(".look-field a")!.click();
  expect(asked).toHaveLength(0);
  expect(Element.prototype.scrollIntoView).toHaveBeenCalledTimes(1);

  document.querySelectorAll<HTMLElement>(".look-field a")[1]!.click();
  await vi.waitFor(() => expect(document.querySelector(".look-field a")!.textContent).toBe("老汪面馆"));
  expect(asked[0]!.url).toContain("sheet=2");
});

test("closer makes the page wider than its frame, and the whole page is one key away", () => {
  const { root } = wake("look", look, PAGE);
  const frame = root.querySelector<HTMLElement>("[data-part=frame]")!;
  Object.defineProperty(frame, "clientWidth", { value: 400 });

  root.querySelector<HTMLElement>("[data-part=closer]")!.click();
  expect(root.querySelector<HTMLElement>("[data-part=page]")!.style.width).toBe("600px");
  root.querySelector<HTMLElement>("[data-part=whole]")!.click();
  expect(root.querySelector<HTMLElement>("[data-part=page]")!.style.width).toBe("");
});
