/** A form that is sent once however often its button is pressed. */
import type { Island } from "../../lib/island";

const AGAIN_AFTER_MS = 8000;

export const once: Island = (root) => {
  let sentAt = -Infinity;
  const buttons = (): HTMLButtonElement[] => [...root.querySelectorAll<HTMLButtonElement>("button:not([type=button])")];
  const free = (): void => {
    sentAt = -Infinity;
    buttons().forEach((button) => button.removeAttribute("aria-busy"));
  };
  const submitted = (event: Event): void => {
    if (performance.now() - sentAt < AGAIN_AFTER_MS) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sentAt = performance.now();
    // Not `disabled`: a disabled button is left out of what the form sends. Marked after the event, so that
    // a handler which takes the form over still finds its button as it was.
    window.setTimeout(() => {
      if (event.defaultPrevented && !(root as HTMLElement).dataset.island?.includes("take-number")) return free();
      buttons().forEach((button) => button.setAttribute("aria-busy", "true"));
      window.setTimeout(free, AGAIN_AFTER_MS);
    });
  };
  const shown = (event: PageTransitionEvent): void => void (event.persisted && free());
  root.addEventListener("submit", submitted);
  window.addEventListener("pageshow", shown);
  return () => {
    root.removeEventListener("submit", submitted);
    window.removeEventListener("pageshow", shown);
  };
};
