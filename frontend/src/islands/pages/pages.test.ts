import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { start, stop } from "../../lib/island";
import { pages, placeAt } from "./pages";

const leaf = (id: number, place: number): string => `<li class="leaf" id="file-${id}" data-place="${place}"><button type="button" data-grip hidden></button>
  <p data-number>第 ${place} 页 / 共 3 页</p><form action="/files/${id}/turn/" data-do="turn"><input name="degrees" value="90"><button>转</button></form>
  ${place > 1 ? `<form action="/files/${id}/move/" data-do="earlier"><input name="place" value="${place - 1}"><button>往前</button></form>` : ""}
  ${place < 3 ? `<form action="/files/${id}/move/" data-do="later"><input name="place" value="${place + 1}"><button>往后</button></form>` : ""}</li>`;
const shown = (ids: number[]): string =>
  `<ul><li class="material" id="material-5"><ol data-island="pages"><template data-words><span data-word="failed">没有改成</span></template>${ids.map((id, at) => leaf(id, at + 1)).join("")}</ol></li></ul>`;

let asked: [string, FormData][] = [];
beforeEach(() => {
  asked = [];
  document.body.innerHTML = shown([1, 2, 3]);
  vi.stubGlobal("fetch", vi.fn(async (url: string, init: RequestInit) => {
    asked.push([new URL(url, location.href).pathname, init.body as FormData]);
    return new Response(shown([2, 1, 3]), { headers: { "content-type": "text/html" } });
  }));
  start({ pages });
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});
const order = (): string[] => [...document.querySelectorAll(".leaf")].map((one) => one.id);
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

it("shows the grips, which do nothing without scripts", () => {
  expect([...document.querySelectorAll<HTMLElement>("[data-grip]")].every((grip) => !grip.hidden)).toBe(true);
});

it("moves a page by its button and keeps the focus with it", async () => {
  document.querySelector<HTMLElement>('#file-1 [data-do="later"] button')!.click();
  await settled();

  expect(asked[0]?.[0]).toBe("/files/1/move/");
  expect(asked[0]?.[1].get("place")).toBe("2");
  expect(order()).toEqual(["file-2", "file-1", "file-3"]);
  expect(document.activeElement?.closest(".leaf")?.id).toBe("file-1");
});

it("moves a page by the arrow keys on its grip", async () => {
  const grip = document.querySelector<HTMLElement>("#file-1 [data-grip]")!;
  grip.focus();
  grip.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  await settled();

  expect(asked[0]?.[1].get("place")).toBe("2");
  expect(document.activeElement).toBe(document.querySelector("#file-1 [data-grip]"));
});

it("does not move past either end", async () => {
  document.querySelector("#file-1 [data-grip]")!.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true }));
  await settled();

  expect(asked).toEqual([]);
});

it("says so when the server is away, and leaves everything where it was", async () => {
  vi.stubGlobal("fetch", vi.fn(() => Promise.reject(new TypeError("offline"))));
  document.querySelector<HTMLElement>('#file-2 [data-do="turn"] button')!.click();
  await settled();

  expect(order()).toEqual(["file-1", "file-2", "file-3"]);
  expect(document.querySelector("[aria-live]")?.textContent).toBe("没有改成");
});

it("finds the place over which a page is held", () => {
  const middles = [50, 150, 250];

  expect(placeAt(middles, 1, 60)).toBe(1);
  expect(placeAt(middles, 1, 160)).toBe(2);
  expect(placeAt(middles, 1, 900)).toBe(3);
  expect(placeAt(middles, 3, -10)).toBe(1);
});
