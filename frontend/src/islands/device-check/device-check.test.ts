import { expect, test, vi } from "vitest";
import { cool } from "../../lib/media";
import { wake, words } from "../../testing";
import { deviceCheck } from "./device-check";

const CHECK = `<section data-island="device-check">${words("starting", "ok", "voice-only", "refused", "none", "busy", "insecure", "quiet")}
  <button data-part="start">试</button><div data-part="box" hidden><video data-part="preview"></video><meter data-part="level"></meter>
  <select data-part="camera-select"></select><select data-part="mic-select"></select></div><p data-part="result"></p></section>`;
const failure = (name: string): Error => Object.assign(new Error(name), { name });
const tried = async (devices: unknown): Promise<string> => {
  cool();
  vi.stubGlobal("MediaStream", class { getTracks = (): [] => []; getVideoTracks = (): [] => []; getAudioTracks = (): [] => []; });
  Object.defineProperty(navigator, "mediaDevices", { value: devices, configurable: true });
  const { root } = wake("device-check", deviceCheck, CHECK);
  root.querySelector("button")!.click();
  const result = root.querySelector('[data-part="result"]')!;
  await vi.waitFor(() => expect(result.textContent).not.toBe("starting!"));
  return result.textContent ?? "";
};

test("each trouble is told with its own way out", async () => {
  expect(await tried(undefined)).toBe("insecure!");
  expect(await tried({ getUserMedia: () => Promise.reject(failure("NotAllowedError")) })).toBe("refused!");
  expect(await tried({ getUserMedia: () => Promise.reject(failure("NotFoundError")) })).toBe("none!");
  expect(await tried({ getUserMedia: () => Promise.reject(failure("NotReadableError")) })).toBe("busy!");
});
