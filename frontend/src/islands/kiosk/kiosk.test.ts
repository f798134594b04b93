import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answer, wake } from "../../testing";
import { kiosk } from "./kiosk";

const KIOSK = `<div data-island="kiosk" data-idle-s="90" data-wipe-url="/kiosk/wipe/" data-start-url="/kiosk/">
  <div data-part="countdown" hidden><b data-part="seconds"></b><button type="button" data-part="stay">我还在</button></div></div>`;
const countdown = (): HTMLElement => document.querySelector('[data-part="countdown"]')!;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the last thirty seconds are counted where all can see, and a touch stops them", () => {
  wake("kiosk", kiosk, KIOSK);
  vi.advanceTimersByTime(59_000);
  expect(countdown().hidden).toBe(true);

  vi.advanceTimersByTime(6_000);
  expect(countdown().hidden).toBe(false);
  expect(document.querySelector('[data-part="seconds"]')!.textContent).toBe("25");

  document.dispatchEvent(new Event("pointerdown"));
  expect(countdown().hidden).toBe(true);
});

test("nobody there: the person is wiped and the start comes back", async () => {
  const asked = answer({ ok: true });
  const go = vi.spyOn(location, "replace").mockImplementation(() => undefined);
  localStorage.setItem("yc-camera", "x");
  sessionStorage.setItem("y", "z");
  wake("kiosk", kiosk, KIOSK);

  await vi.advanceTimersByTimeAsync(91_000);

  expect(asked).toMatchObject([{ url: "/kiosk/wipe/", method: "POST" }]);
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  expect(go).toHaveBeenCalledWith("/kiosk/");
});

test("it does not count during a call", () => {
  wake("kiosk", kiosk, KIOSK + '<section data-island="room" data-state="active"></section>');
  vi.advanceTimersByTime(300_000);
  expect(countdown().hidden).toBe(true);
});
