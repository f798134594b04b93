import { expect, test, vi } from "vitest";
import { answer, wake } from "../../testing";
import { suggest } from "./suggest";

const FORM = `<form data-island="suggest" data-src="/items/suggest/" data-go="/items/" data-count="有 %n 个"><label for="q">想办什么</label><input id="q" data-part="input"></form>`;
const HITS = { hits: [{ code: "food-permit", name: "食品经营许可", why: "也叫“开饭馆”" }, { code: "trader", name: "个体工商户<b>", why: "" }] };
const type = (root: HTMLElement, text: string): HTMLInputElement => {
  const input = root.querySelector("input")!;
  input.focus();
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return input;
};
const press = (input: HTMLElement, key: string): boolean => input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const options = (root: HTMLElement): Element[] => [...root.querySelectorAll('[role="option"]')];

test("what fits is listed with why, as text", async () => {
  const asked = answer(HITS);
  const { root } = wake("suggest", suggest, FORM);

  const input = type(root, "开饭馆");

  await vi.waitFor(() => expect(options(root)).toHaveLength(2));
  expect(asked[0]!.url).toBe(`/items/suggest/?q=${encodeURIComponent("开饭馆")}`);
  expect(options(root).map((one) => one.textContent)).toEqual(["食品经营许可也叫“开饭馆”", "个体工商户<b>"]);
  expect(input.getAttribute("aria-expanded")).toBe("true");
});

test("arrow keys walk through the list and around its ends", async () => {
  answer(HITS);
  const { root } = wake("suggest", suggest, FORM);
  const input = type(root, "开饭馆");
  await vi.waitFor(() => expect(options(root)).toHaveLength(2));

  press(input, "ArrowUp");
  expect(input.getAttribute("aria-activedescendant")).toBe("q-list-1");
  press(input, "ArrowDown");
  expect(input.getAttribute("aria-activedescendant")).toBe("q-list-0");
  expect(options(root)[0]!.getAttribute("aria-selected")).toBe("true");
});

test("escape and leaving close it; enter without a choice sends the form", async () => {
  answer(HITS);
  const { root } = wake("suggest", suggest, FORM);
  const input = type(root, "开饭馆");
  await vi.waitFor(() => expect(options(root)).toHaveLength(2));

  expect(press(input, "Enter")).toBe(true);
  press(input, "Escape");

  expect(root.querySelector<HTMLElement>('[role="listbox"]')!.hidden).toBe(true);
  expect(input.getAttribute("aria-expanded")).toBe("false");
});

test("without a network nothing is in the way", async () => {
  answer(0);
  const { root } = wake("suggest", suggest, FORM);

  type(root, "开饭馆");
  await new Promise((done) => setTimeout(done, 200));

  expect(options(root)).toEqual([]);
});
