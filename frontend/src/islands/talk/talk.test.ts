import { expect, test, vi } from "vitest";
import { answer, submit, wake } from "../../testing";
import { talk } from "./talk";

const PAGE = `<main><div data-island="talk" data-away="没有发出去"><ol data-part="log"></ol>
  <form data-talk data-part="talk-form" action="/say/"><textarea name="text"></textarea></form><p data-part="word"></p></div></main>`;
const field = (root: HTMLElement): HTMLTextAreaElement => root.querySelector("textarea")!;
const word = (root: HTMLElement): string => root.querySelector('[data-part="word"]')!.textContent ?? "";

test("a line is sent, and the field is empty for the next one", async () => {
  const asked = answer(PAGE.replace('"log"></ol>', '"log"><li>要消防材料吗</li></ol>'));
  const { root } = wake("talk", talk, PAGE);
  field(root).value = "要消防材料吗";

  submit(root.querySelector("form")!);

  await vi.waitFor(() => expect(root.querySelector("li")?.textContent).toBe("要消防材料吗"));
  expect(asked[0]!.body.get("text")).toBe("要消防材料吗");
  expect(field(root).value).toBe("");
});

test("what was not taken stays in the field, with the reason", async () => {
  answer({ error: "写得太长了" });
  const { root } = wake("talk", talk, PAGE);
  field(root).value = "长";

  submit(root.querySelector("form")!);

  await vi.waitFor(() => expect(word(root)).toBe("写得太长了"));
  expect(field(root).value).toBe("长");
});

test("without a network it says so and keeps the words", async () => {
  answer(0);
  const { root } = wake("talk", talk, PAGE);
  field(root).value = "在吗";

  submit(root.querySelector("form")!);

  await vi.waitFor(() => expect(word(root)).toBe("没有发出去"));
  expect(field(root).value).toBe("在吗");
});

test("nothing is sent when nothing was written", () => {
  const asked = answer(PAGE);
  const { root } = wake("talk", talk, PAGE);

  submit(root.querySelector("form")!);

  expect(asked).toEqual([]);
});
