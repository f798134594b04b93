/** The pages of a material: the buttons without a reload, and pages dragged or moved by the arrow keys to their place. */
import type { Island } from "../../lib/island";
import { refreshOne } from "../../lib/page";
import { post } from "../../lib/post";
import { say } from "../../lib/say";
import { wordsOf } from "../../lib/words";

/** The place, counted from 1, over which a page is held whose middle is at `y`; `middles` are those of all pages. */
export function placeAt(middles: readonly number[], from: number, y: number): number {
  const others = middles.filter((_, index) => index !== from - 1);
  return others.filter((middle) => middle < y).length + 1;
}

const numberOf = (leaf: Element | null): string => leaf?.querySelector("[data-number]")?.textContent?.trim() ?? "";

export const pages: Island = (root) => {
  const words = wordsOf(root);
  const material = root.closest<HTMLElement>(".material");
  let busy = false;

  const leaves = (): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(":scope > .leaf")];
  const placeOf = (leaf: HTMLElement): number => leaves().indexOf(leaf) + 1;
  const showGrips = (): void => root.querySelectorAll<HTMLElement>("[data-grip]").forEach((grip) => (grip.hidden = false));
  /** Back to what was pressed; at either end the button for that way is gone. */
  const focusAgain = (id: string, what: string): void => {
    const leaf = document.getElementById(id);
    const wanted = [`[data-do="${what}"] button`, `[data-${what}]`, '[data-do="earlier"] button', '[data-do="later"] button'];
    const found = wanted.map((one) => leaf?.querySelector<HTMLElement>(one)).find(Boolean);
    found?.focus();
    say(numberOf(leaf));
  };
  const send = async (form: HTMLFormElement, what: string, place?: number): Promise<void> => {
    const id = form.closest<HTMLElement>(".leaf")?.id ?? "";
    if (busy) return;
    busy = true;
    const fields = new FormData(form);
    if (place) fields.set("place", String(place));
    const answer = await post(form.action, fields).catch(() => undefined);
    busy = false;
    if (!answer?.ok) return say(words("failed"));
    if (!material?.id || !refreshOne(`#${material.id}`, await answer.text())) return location.reload();
    showGrips();
    focusAgain(id, what);
  };
  const moveTo = (leaf: HTMLElement, place: number): void => {
    const form = leaf.querySelector<HTMLFormElement>('[data-do="earlier"], [data-do="later"]');
    if (form && place >= 1 && place <= leaves().length && place !== placeOf(leaf)) void send(form, "grip", place);
  };
  const submitted = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.do) return;
    event.preventDefault();
    void send(form, form.dataset.do);
  };
  const pressed = (event: KeyboardEvent): void => {
    const leaf = event.target instanceof Element && event.target.closest("[data-grip]") ? event.target.closest<HTMLElement>(".leaf") : null;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!leaf || !step) return;
    event.preventDefault();
    moveTo(leaf, placeOf(leaf) + step);
  };
  const drag = (leaf: HTMLElement, start: PointerEvent): void => {
    const from = placeOf(leaf);
    const all = leaves();
    const middles = all.map((one) => one.getBoundingClientRect().top + one.offsetHeight / 2);
    const scrolled = window.scrollY;
    let to = from;
    const moved = (event: PointerEvent): void => {
      const by = event.clientY - start.clientY + window.scrollY - scrolled;
      leaf.style.transform = `translateY(${by}px)`;
      to = placeAt(middles, from, (middles[from - 1] ?? 0) + by);
      all.forEach((one, index) => {
        one.classList.toggle("is-target", to !== from && index === to - 1);
        one.classList.toggle("is-above", to < from);
      });
    };
    const done = (event: Event): void => {
      document.removeEventListener("pointermove", moved);
      ["pointerup", "pointercancel", "keydown"].forEach((name) => document.removeEventListener(name, done));
      leaf.style.transform = "";
      leaf.classList.remove("is-dragged");
      all.forEach((one) => one.classList.remove("is-target", "is-above"));
      if (event.type === "pointerup") moveTo(leaf, to);
    };
    leaf.classList.add("is-dragged");
    document.addEventListener("pointermove", moved);
    ["pointerup", "pointercancel", "keydown"].forEach((name) => document.addEventListener(name, done));
  };
  const grasped = (event: PointerEvent): void => {
    const grip = event.target instanceof Element ? event.target.closest("[data-grip]") : null;
    const leaf = grip?.closest<HTMLElement>(".leaf");
    if (!leaf || event.button !== 0) return;
    event.preventDefault();
    (grip as HTMLElement).focus();
    drag(leaf, event);
  };
  showGrips();
  // merged anew, a page comes with its grip hidden as in a page without scripts
  const watch = new MutationObserver(showGrips);
  watch.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] });
  root.addEventListener("submit", submitted);
  root.addEventListener("keydown", pressed);
  root.addEventListener("pointerdown", grasped);
  return () => watch.disconnect();
};
