/** The kiosk forgets: when nobody touches it, it counts down where all can see, wipes, and goes back to the start. */
import { attribute, part, type Island } from "../../lib/island";
import { post } from "../../lib/post";

export const WARN_S = 30;
const TOUCHES = ["pointerdown", "keydown", "input", "scroll"] as const;

/** Nothing of the last person may stay in this browser. */
export async function forget(): Promise<void> {
  sessionStorage.clear();
  localStorage.clear();
  if ("caches" in window) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

const BUSY = '[data-island~="room"][data-state="active"], [data-island~="room"][data-state="ringing"], [data-part="ring"], .slip--called, .slip--serving';
const RETRY_MS = 3000;

/** It rings, or somebody talks: then nobody has to touch the screen. */
const inCall = (): boolean => document.querySelector(BUSY) !== null;

export const kiosk: Island = (root) => {
  const countdown = part(root, "countdown", HTMLElement);
  const seconds = part(root, "seconds", HTMLElement);
  const stay = part(root, "stay", HTMLButtonElement);
  const idle = Number(root.dataset.idleS || 90);
  const wipeUrl = attribute(root, "wipe-url");
  const startUrl = attribute(root, "start-url");
  let left = idle;
  let going = false;

  const touched = (): void => {
    left = idle;
    countdown.hidden = true;
  };
  const wipe = async (): Promise<void> => {
    going = true;
    await forget().catch(() => undefined);
    // not before the server has forgotten too: the next person would find the last one signed in
    const answer = await post(wipeUrl).catch(() => undefined);
    if (!answer || answer.status >= 500) return void window.setTimeout(() => void wipe(), RETRY_MS);
    location.replace(startUrl);
  };
  // leaving by hand leaves as little behind as being forgotten: no page of this person is the one before
  const leaving = (event: SubmitEvent): void => {
    if (!(event.target instanceof HTMLFormElement) || event.target.getAttribute("action") !== wipeUrl) return;
    event.preventDefault();
    if (!going) void wipe();
  };
  const tick = (): void => {
    if (going) return;
    if (inCall()) return touched();
    left -= 1;
    if (left <= 0) return void wipe();
    if (left > WARN_S) return;
    seconds.textContent = String(left);
    if (!countdown.hidden) return;
    countdown.hidden = false;
    stay.focus();
  };
  const timer = window.setInterval(tick, 1000);
  stay.addEventListener("click", touched);
  document.addEventListener("submit", leaving);
  TOUCHES.forEach((name) => document.addEventListener(name, touched, { passive: true, capture: true }));
  return () => {
    window.clearInterval(timer);
    document.removeEventListener("submit", leaving);
    TOUCHES.forEach((name) => document.removeEventListener(name, touched, { capture: true }));
  };
};
