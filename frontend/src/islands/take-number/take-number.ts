/**
 * Taking a number. The tap unlocks sound and asks for notifications; the page of the number is put in place
 * without a reload, because a reload would lock the sound again before the ring.
 */
import type { Island } from "../../lib/island";
import { place } from "../../lib/page";
import { fieldsOf, post } from "../../lib/post";
import { unlock } from "../../lib/sound";

function askToNotify(): void {
  if (typeof Notification === "undefined" || Notification.permission !== "default") return;
  void Promise.resolve(Notification.requestPermission()).catch(() => undefined);
}

export const takeNumber: Island = (root) => {
  if (!(root instanceof HTMLFormElement)) throw new Error('island "take-number" must be a form');
  let sending = false;
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const { submitter } = event;
    submitter?.setAttribute("aria-busy", "true");
    unlock();
    askToNotify();
    post(root.action, fieldsOf(root, submitter))
      // no network for fetch: let the browser say so in its own way
      .then(place, () => root.submit())
      .finally(() => {
        sending = false;
        submitter?.removeAttribute("aria-busy");
      });
  };
  root.addEventListener("submit", submitted);
  return () => root.removeEventListener("submit", submitted);
};
