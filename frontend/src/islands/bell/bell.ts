/** Rings wherever on the site the person is: sound, title, notification, vibration; answering needs no reload. */
import { part, type Island } from "../../lib/island";
import { cool, warm, warmIfAllowed } from "../../lib/media";
import { place } from "../../lib/page";
import { fieldsOf, post, replacing } from "../../lib/post";
import { ring, stopRinging } from "../../lib/sound";
import { wordsOf } from "../../lib/words";
import { keepCurrent } from "../live/live";
import { begin as beginCall, drop } from "../room/early";

const FLASH_MS = 900;
const TOGETHER_MS = 10; // a ring is waited for: only news of the same moment are gathered

function notify(ringing: HTMLElement): Notification | undefined {
  if (typeof Notification === "undefined" || Notification.permission !== "granted" || document.visibilityState === "visible") return undefined;
  const lines = [...ringing.querySelectorAll("p")].map((line) => line.textContent?.trim() ?? "");
  try {
    return new Notification(lines[0] ?? "", { body: lines.slice(1).join(" "), tag: ringing.dataset.ring ?? "ring", requireInteraction: true });
  } catch {
    return undefined; // Android's Chrome only lets service workers notify
  }
}

/** A browser refuses, with an error in its console, to vibrate a page that was never touched. */
function vibrate(pattern: number | number[]): void {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
}

export const bell: Island = (root) => {
  const body = part(root, "body", HTMLElement);
  const words = wordsOf(root);
  let key: string | undefined;
  let flashing: number | undefined;
  let quietTitle = "";
  let notice: Notification | undefined;

  const hush = (): void => {
    if (key === undefined) return;
    key = undefined;
    stopRinging();
    window.clearInterval(flashing);
    document.title = quietTitle;
    notice?.close();
    vibrate(0);
  };
  const begin = (ringing: HTMLElement): void => {
    key = ringing.dataset.ring ?? "";
    quietTitle = document.title;
    const loud = `【${words("title")}】${quietTitle}`;
    document.title = loud;
    flashing = window.setInterval(() => (document.title = document.title === loud ? quietTitle : loud), FLASH_MS);
    ring();
    vibrate([400, 200, 400, 200, 400]);
    void warmIfAllowed();
    notice = notify(ringing);
    if (notice) notice.onclick = () => window.focus();
  };
  const look = (): void => {
    const ringing = body.querySelector<HTMLElement>('[data-part="ring"]');
    if (!ringing) {
      if (key !== undefined) cool();
      return hush();
    }
    if (ringing.dataset.ring === key) return;
    hush();
    begin(ringing);
  };
  const submitted = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-answer")) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    hush();
    void warm(); // while the answer travels, the camera opens
    beginCall(body.querySelector<HTMLElement>("[data-call]"));
    void replacing(post(form.action, fieldsOf(form, event.submitter)).then(place, () => form.submit()).finally(drop));
  };
  document.addEventListener("submit", submitted);
  const leave = keepCurrent(root, body, root.dataset.kinds ?? "ticket. call.", look, TOGETHER_MS);
  look();
  return () => {
    leave();
    hush();
    document.removeEventListener("submit", submitted);
  };
};
