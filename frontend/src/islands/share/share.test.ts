import { afterEach, expect, test, vi } from "vitest";
import { wake } from "../../testing";
import { share } from "./share";

const BUTTON = '<button data-island="share" data-path="/i/1a/" data-title="指南" data-done="已复制" hidden><span data-part="word">分享</span></button>';
afterEach(() => vi.unstubAllGlobals());

test("on a phone its own sheet opens, with the whole address", () => {
  const asked: unknown[] = [];
  vi.stubGlobal("navigator", { share: (what: unknown) => Promise.resolve(asked.push(what)) });
  const { root } = wake("share", share, BUTTON);

  root.click();

  expect(root.hidden).toBe(false);
  expect(asked).toEqual([{ title: "指南", url: new URL("/i/1a/", location.href).href }]);
});

test("elsewhere the link is copied, and the button says so", async () => {
  const copied: string[] = [];
  vi.stubGlobal("navigator", { clipboard: { writeText: (text: string) => Promise.resolve(void copied.push(text)) } });
  const { root } = wake("share", share, BUTTON);

  root.click();

  await vi.waitFor(() => expect(root.textContent).toBe("已复制"));
  expect(copied).toEqual([new URL("/i/1a/", location.href).href]);
});

test("where neither can be done there is no button", () => {
  vi.stubGlobal("navigator", {});
  const { root } = wake("share", share, BUTTON);

  expect(root.hidden).toBe(true);
});
