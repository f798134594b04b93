import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { start, stop } from "../../lib/island";
import { freeze } from "./freeze";

const PAGE = `<section class="room"><video data-part="local"></video></section>
  <template data-freeze-dialog><dialog><template data-words>${["name", "opening", "check", "no-picture"].map((word) => `<span data-word="${word}">${word}</span>`).join("")}</template>
  <span data-lens="what"></span><img data-lens="picture" hidden><p data-lens="advice"></p>${["leave", "again", "give"].map((name) => `<button type="button" data-lens="${name}"></button>`).join("")}</dialog></template>
  <button type="button" id="ask" data-island="freeze" data-row="#material-5" data-answer-url="/calls/1/show/answer/" data-what="营业执照"></button>
  <ul><li class="material" id="material-5"><form class="upload"></form><button type="button" id="own" data-island="freeze" data-what="营业执照"></button></li></ul>`;
const lens = (name: string): HTMLElement => document.querySelector<HTMLElement>(`body > dialog [data-lens="${name}"]`)!;
const waited = (ms = 400): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
let handed: File[] = [];
let told: string[] = [];
let asked: MediaTrackConstraints[] = [];

function seat(enabled = true): void {
  const track = {
    readyState: "live", enabled, getSettings: () => ({ width: 960 }), getConstraints: () => ({ width: 960 }),
    applyConstraints: async (wanted: MediaTrackConstraints) => void asked.push(wanted),
  };
  const stream = Object.assign(new MediaStream(), { getVideoTracks: () => [track] });
  Object.defineProperty(document.querySelector("video")!, "srcObject", { value: stream, configurable: true });
}

beforeEach(() => {
  [handed, told, asked] = [[], [], []];
  document.body.innerHTML = PAGE;
  document.querySelector("form")!.addEventListener("yc:files", (event) => handed.push(...(event as CustomEvent<File[]>).detail));
  vi.stubGlobal("fetch", vi.fn(async (url: string, init: RequestInit) => {
    told.push(`${url} ${String((init.body as FormData).get("answer"))}`);
    return new Response("");
  }));
  vi.spyOn(HTMLVideoElement.prototype, "play").mockResolvedValue();
  Object.defineProperties(HTMLVideoElement.prototype, { videoWidth: { value: 2560, configurable: true }, videoHeight: { value: 1920, configurable: true } });
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((done) => done(new Blob(["jpeg"], { type: "image/jpeg" })));
  start({ freeze });
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

it("takes the picture as sharp as the camera gives it, and gives the call its own size back", async () => {
  seat();
  document.querySelector<HTMLElement>("#own")!.click();
  await waited();

  expect(asked).toEqual([{ width: { ideal: 2560 }, height: { ideal: 1920 } }, { width: 960 }]);
  expect(lens("advice").textContent).toBe("check");
  expect(handed).toEqual([]);
});

it("hands nothing over until it is pressed; then file and answer go", async () => {
  seat();
  document.querySelector<HTMLElement>("#ask")!.click();
  await waited();
  expect([handed, told]).toEqual([[], []]);

  lens("give").click();

  expect(handed.map((file) => file.name)).toEqual(["name.jpg"]);
  expect(told).toEqual(["/calls/1/show/answer/ yes"]);
  expect(document.querySelector("body > dialog")).toBeNull();
});

it("leaves everything as it was when it is not given", async () => {
  seat();
  document.querySelector<HTMLElement>("#ask")!.click();
  await waited();

  lens("leave").click();

  expect([handed, told]).toEqual([[], []]);
});

it("says so when the camera is off, and offers nothing to give", async () => {
  seat(false);
  document.querySelector<HTMLElement>("#own")!.click();
  await waited(20);

  expect(lens("advice").textContent).toBe("no-picture");
  expect(lens("give").hidden).toBe(true);
});
