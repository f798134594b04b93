import { afterEach, expect, test, vi } from "vitest";
import { attribute, part, settle, start, stop } from "./island";
import { wordsOf } from "./words";

afterEach(stop);

test("an island wakes once, and is let go when it leaves the page", () => {
  const gone = vi.fn();
  const wake = vi.fn(() => gone);
  document.body.innerHTML = '<div data-island="a b"></div>';
  start({ a: wake });
  settle();
  expect(wake).toHaveBeenCalledTimes(1);

  document.body.innerHTML = "";
  settle();
  expect(gone).toHaveBeenCalledTimes(1);
});

test("a missing part names the island and itself", () => {
  document.body.innerHTML = '<div data-island="slip"></div>';
  const root = document.querySelector<HTMLElement>("div")!;
  expect(() => part(root, "list", HTMLElement)).toThrow('island "slip" needs a HTMLElement with data-part="list"');
  expect(() => attribute(root, "src")).toThrow('island "slip" needs data-src');
});

test("an island's own part wins over that of an island inside it", () => {
  document.body.innerHTML = '<div data-island="room"><form data-island="upload"><i data-part="list"></i></form><b data-part="list"></b></div>';
  expect(part(document.querySelector<HTMLElement>("div")!, "list", HTMLElement).tagName).toBe("B");
});

test("one island that breaks leaves the others awake", () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const good = vi.fn();
  document.body.innerHTML = '<i data-island="bad"></i><i data-island="good"></i>';
  start({ bad: () => { throw new Error("part missing"); }, good });
  expect(good).toHaveBeenCalled();
});

test("words come from the template, a missing one is empty", () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  document.body.innerHTML = '<div data-island="x"><template data-words><span data-word="ok"> 好 </span></template></div>';
  const words = wordsOf(document.querySelector<HTMLElement>("div")!);
  expect([words("ok"), words("no")]).toEqual(["好", ""]);
});
