import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { start, stop } from "../../lib/island";
import { camera } from "./camera";

const WORDS = ["opening", "refused", "none-there", "busy", "leave", "enough", "taken", "name", "none", "check", "failed", "dark", "ready"];
const PAGE = `<template data-camera-dialog><dialog data-face="opening"><template data-words>${WORDS.map((word) => `<span data-word="${word}">${word} {n}</span>`).join("")}</template>
  <span data-lens="what"></span><video data-lens="view" data-faces="opening live"></video><canvas data-lens="outline" data-faces="live"></canvas><img data-lens="picture" data-faces="shot">
  <p data-lens="advice"></p><p data-lens="count"></p>${["done", "shoot", "light", "turn", "again", "keep", "plain"].map((name) => `<button type="button" data-lens="${name}"></button>`).join("")}</dialog></template>
  <ul><li class="material"><form class="upload"><input type="file" capture="environment"></form><button type="button" data-island="camera" data-what="营业执照"></button></li></ul>`;
const form = (): HTMLFormElement => document.querySelector("form")!;
const lens = (name: string): HTMLElement => document.querySelector<HTMLElement>(`body > dialog [data-lens="${name}"]`)!;
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));
let handed: File[] = [];

function cameraGives(answer: () => Promise<MediaStream>): void {
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: { getUserMedia: vi.fn(answer), enumerateDevices: async () => [] } });
}
const noStream = (name: string) => () => Promise.reject(Object.assign(new Error(name), { name }));
const track = { stop: vi.fn(), getCapabilities: () => ({}), getSettings: () => ({}) };
const aStream = async (): Promise<MediaStream> => Object.assign(new MediaStream(), { getTracks: () => [track], getVideoTracks: () => [track] }) as unknown as MediaStream;

beforeEach(() => {
  handed = [];
  document.body.innerHTML = PAGE;
  form().addEventListener("yc:files", (event) => handed.push(...(event as CustomEvent<File[]>).detail));
  vi.spyOn(HTMLVideoElement.prototype, "play").mockResolvedValue();
  Object.defineProperties(HTMLVideoElement.prototype, { videoWidth: { value: 640, configurable: true }, videoHeight: { value: 480, configurable: true } });
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((done) => done(new Blob(["jpeg"], { type: "image/jpeg" })));
});
afterEach(stop);

async function opened(): Promise<void> {
  start({ camera });
  document.querySelector<HTMLElement>('[data-island="camera"]')!.click();
  await settled();
}

it("leaves the plain field alone where there is no camera to ask for", () => {
  Object.defineProperty(navigator, "mediaDevices", { value: undefined, configurable: true });
  start({ camera });

  expect(document.querySelector('[data-island="camera"]')!.classList.contains("is-ready")).toBe(false);
  expect(form().classList.contains("is-lensed")).toBe(false);
});

it.each([["NotAllowedError", "refused"], ["NotFoundError", "none-there"], ["NotReadableError", "busy"]])("says why after %s and offers the plain field", async (name, word) => {
  cameraGives(noStream(name));
  const plain = vi.spyOn(HTMLInputElement.prototype, "click").mockImplementation(() => undefined);
  await opened();

  expect(lens("advice").textContent).toBe(`${word} {n}`);
  lens("plain").click();
  expect(plain).toHaveBeenCalledOnce();
  expect(document.querySelector("body > dialog")).toBeNull();
});

it("takes nothing without a press, shows the shot, and hands it over when it is kept", async () => {
  cameraGives(aStream);
  await opened();
  await settled();
  expect(handed).toEqual([]);

  lens("shoot").click();
  await settled();
  expect(document.querySelector<HTMLElement>("body > dialog")!.dataset.face).toBe("shot");
  expect(handed).toEqual([]);

  lens("keep").click();
  expect(handed.map((file) => [file.name, file.type])).toEqual([["name {n} 1.jpg", "image/jpeg"]]);
});

it("takes several pages in a row, and a page again", async () => {
  cameraGives(aStream);
  await opened();
  for (const what of ["keep", "again", "keep"]) {
    lens("shoot").click();
    await settled();
    lens(what).click();
  }

  expect(handed).toHaveLength(2);
  expect(lens("count").textContent).toBe("taken 2");
  expect(lens("done").textContent).toBe("enough {n}");
});

it("lets the camera go when it is closed", async () => {
  cameraGives(aStream);
  await opened();

  lens("done").click();

  expect(track.stop).toHaveBeenCalled();
});
