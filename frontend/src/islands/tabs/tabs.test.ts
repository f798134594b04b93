import { expect, test } from "vitest";
import { wake } from "../../testing";
import { tabs } from "./tabs";

test("one panel is seen at a time, arrows move between them", () => {
  const { root } = wake("tabs", tabs, '<div data-island="tabs"><div><button data-part="tab" data-for="a">材料</button><button data-part="tab" data-for="b">表单</button></div><div id="a"></div><div id="b"></div></div>');
  const hidden = (): boolean[] => ["a", "b"].map((id) => document.getElementById(id)!.hidden);
  expect(hidden()).toEqual([false, true]);

  root.querySelector("button")!.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  expect(hidden()).toEqual([true, false]);
});
