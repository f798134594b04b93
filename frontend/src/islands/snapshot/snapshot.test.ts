import { expect, it, vi } from "vitest";
import { start, stop } from "../../lib/island";
import * as resumable from "../../lib/resumable";
import type { Ear, Outcome } from "../../lib/resumable";
import * as shot from "../../lib/shot";
import { answer, words } from "../../testing";
import { snapshot } from "./snapshot";

it("leaves the plain file field where the browser has no camera to give", () => {
  document.body.innerHTML = `<form action="/x/" data-target="#m" data-tus="/uploads/materials/k/lease/" data-island="snapshot"><template data-words></template>
    <div data-part="box" hidden><video data-part="view"></video><select data-part="lens"></select><button type="button" data-part="shoot"></button><button type="button" data-part="close"></button></div>
    <button type="button" data-part="open" hidden></button><div data-part="plain"></div><p data-part="status"></p></form>`;
  Object.defineProperty(navigator, "mediaDevices", { value: undefined, configurable: true });

  start({ snapshot });

  expect(document.querySelector<HTMLElement>('[data-part="plain"]')?.hidden).toBe(false);
  expect(document.querySelector<HTMLElement>('[data-part="open"]')?.hidden).toBe(true);
  stop();
});

it("sends the picture in pieces, says how far, and waits out a lost line", async () => {
  document.body.innerHTML = `<ul><li id="m">还没交<form action="/x/" data-target="#m" data-tus="/uploads/materials/k/lease/" data-island="snapshot">${words("opening", "sending", "away", "done", "failed", "lens")}
    <div data-part="box" hidden><video data-part="view"></video><select data-part="lens"></select><button type="button" data-part="shoot"></button><button type="button" data-part="close"></button></div>
    <button type="button" data-part="open" hidden></button><div data-part="plain"></div><p data-part="status" data-own></p></form></li></ul>`;
  const stream = { getTracks: () => [], getVideoTracks: () => [] };
  Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: async () => stream, enumerateDevices: async () => [] }, configurable: true });
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", { value: null, writable: true, configurable: true });
  vi.spyOn(shot, "pictureOf").mockResolvedValue(new Blob(["jpeg"], { type: "image/jpeg" }));
  const sent: { file: File; endpoint: string; ear: Ear; end: (outcome: Outcome) => void }[] = [];
  vi.spyOn(resumable, "sendResumable").mockImplementation((file, endpoint, ear) => {
    let end: (outcome: Outcome) => void = () => undefined;
    const done = new Promise<Outcome>((resolve) => (end = resolve));
    sent.push({ file, endpoint, ear, end });
    return { done, cancel: () => undefined, leave: () => undefined };
  });
  const asked = answer("<main></main>");
  const status = (): string => document.querySelector('[data-part="status"]')!.textContent ?? "";
  const press = (name: string): void => document.querySelector<HTMLButtonElement>(`[data-part="${name}"]`)!.click();
  start({ snapshot });

  press("open");
  await vi.waitFor(() => expect(document.querySelector<HTMLElement>('[data-part="box"]')!.hidden).toBe(false));
  press("shoot");
  await vi.waitFor(() => expect(sent.length).toBe(1));
  sent[0]!.ear.away(0.5);
  expect(status()).toBe("away! 50%");
  sent[0]!.ear.progress(0.75);
  expect(status()).toBe("sending! 75%");
  sent[0]!.end({ ok: true, error: "", isCancelled: false });

  await vi.waitFor(() => expect(status()).toBe("done!"));
  expect([sent[0]!.endpoint, sent[0]!.file.name]).toEqual(["/uploads/materials/k/lease/", "photo.jpg"]);
  expect(asked.length).toBe(1);
  stop();
});
