import { expect, test, vi } from "vitest";
import { answer, submit, wake, words } from "../../testing";
import { sendQuietly } from "../../lib/sent";
import { desk, keysOf } from "./desk";

sendQuietly();

const DESK = `<main id="main"><div data-island="desk">${words("sheet-title", "close")}
  <form method="post" action="/next/" data-fetch><button data-key="n">叫下一位 <kbd>N</kbd></button></form>
  <button type="button" data-key="a" disabled>暂离 <kbd>A</kbd></button><input name="text"><p id="said">空</p><dialog data-part="keys"></dialog></div></main>`;
const press = (key: string, target: Element = document.body): boolean => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

test("a key presses its button, but not while typing and not when it is off", () => {
  const { root } = wake("desk", desk, DESK);
  const pressed: string[] = [];
  root.addEventListener("click", (event) => pressed.push((event.target as HTMLElement).dataset.key ?? ""));
  root.addEventListener("submit", (event) => event.preventDefault(), { capture: true });

  press("n", root.querySelector("input")!);
  press("a");
  press("x");
  expect(pressed).toEqual([]);

  press("N");
  expect(pressed).toEqual(["n"]);
});

test("what unfolds is brought into sight, and a link that led elsewhere does not pull back", () => {
  const { root } = wake("desk", desk, DESK.replace("<input", '<details><summary data-key="u">展开</summary></details><a href="#said" data-key="d">对照表</a><input'));
  const sight = vi.fn();
  Element.prototype.scrollIntoView = sight;

  press("u", root);
  expect(sight).toHaveBeenCalledTimes(1);
  press("d", root);
  expect(sight).toHaveBeenCalledTimes(1);
});

test("the sheet lists every key in the words of its button", () => {
  const { root } = wake("desk", desk, DESK);
  expect(keysOf(root)).toEqual([["N", "叫下一位"], ["A", "暂离"]]);
});

test("calling the next person renews the desk without a reload, and a double press calls one", async () => {
  const asked = answer(DESK.replace("空", "A012"));
  const { root } = wake("desk", desk, DESK);
  const said = root.querySelector("#said");

  submit(root.querySelector("form")!);
  submit(root.querySelector("form")!);

  await vi.waitFor(() => expect(root.querySelector("#said")!.textContent).toBe("A012"));
  expect(root.querySelector("#said")).toBe(said);
  expect(asked).toHaveLength(1);
});

test("a key that unfolds a form goes on to what is pressed next; one of two keys is shown", () => {
  const { root } = wake("desk", desk, `<div data-island="desk">${words("sheet-title", "close")}
    <details><summary data-key="w">请他补</summary><button data-first>请他补这份</button></details>
    <button type="button" data-key="= +">放大</button><button type="button" data-key="e">不成立</button><button type="button" data-key="e">不成立二</button></div>`);
  Element.prototype.scrollIntoView = () => undefined;
  const closer = root.querySelector<HTMLElement>("[data-key='= +']")!;
  let pressed = 0;
  closer.addEventListener("click", () => (pressed += 1));

  press("w");
  expect((document.activeElement as HTMLElement).textContent).toBe("请他补这份");

  press("=");
  press("+");
  expect(pressed).toBe(2);
  expect(keysOf(root)).toEqual([["W", "请他补"], ["=", "放大"], ["E", "不成立"]]);
});
