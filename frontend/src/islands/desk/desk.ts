/** The clerk's desk: every action has a key, and the keys are listed under "?". */
import { maybePart, type Island } from "../../lib/island";
import { chime } from "../../lib/sound";
import { wordsOf } from "../../lib/words";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"));

/** The keys of a button; the first is the one that is shown. */
const keysOn = (button: HTMLElement): string[] => (button.dataset.key ?? "").toLowerCase().split(/\s+/).filter(Boolean);

/** What a key does, in the words of its own button. */
export function keysOf(root: ParentNode): [string, string][] {
  const first = new Map([...root.querySelectorAll<HTMLElement>("[data-key]")].reverse().map((button) => [keysOn(button)[0] ?? "", button]));
  return [...first].reverse().map(([key, button]) => {
    const words = button.cloneNode(true) as HTMLElement;
    words.querySelectorAll("kbd, .icon, .sr").forEach((node) => node.remove());
    return [key.toUpperCase(), (button.getAttribute("aria-label") ?? words.textContent ?? "").replace(/\s+/g, " ").trim()];
  });
}

function fillSheet(sheet: HTMLDialogElement, root: HTMLElement, title: string, close: string): void {
  const heading = document.createElement("h2");
  heading.className = "dialog__title";
  heading.textContent = title;
  const list = document.createElement("dl");
  list.className = "keys";
  for (const [key, words] of keysOf(root)) {
    const term = document.createElement("dt");
    const cap = document.createElement("kbd");
    cap.className = "key";
    cap.textContent = key;
    term.append(cap);
    const meaning = document.createElement("dd");
    meaning.textContent = words;
    list.append(term, meaning);
  }
  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "dialog__do";
  const button = document.createElement("button");
  button.className = "button button--primary";
  button.textContent = close;
  form.append(button);
  sheet.replaceChildren(heading, list, form);
}

/** One chime for every new `data-chime="WHAT"`: somebody waits at a free window, a call has ended. */
function chimeFor(root: HTMLElement): () => void {
  const wanted = (): string => root.querySelector<HTMLElement>("[data-chime]")?.dataset.chime ?? "";
  let heard = wanted();
  const watch = new MutationObserver(() => {
    const now = wanted();
    if (now && now !== heard) chime();
    heard = now;
  });
  watch.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-chime"] });
  return () => watch.disconnect();
}

export const desk: Island = (root) => {
  const sheet = maybePart(root, "keys", HTMLDialogElement);
  const words = wordsOf(root);
  sheet?.setAttribute("data-own", "");

  const open = (): void => {
    if (!sheet) return;
    fillSheet(sheet, root, words("sheet-title"), words("close"));
    sheet.showModal();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const button = [...root.querySelectorAll<HTMLElement>("[data-key]")].find((one) => keysOn(one).includes(key));
    if (!button || button.matches(":disabled, [aria-disabled=true]")) return;
    event.preventDefault();
    if (button.matches("input, textarea, select")) button.focus();
    else {
      button.click();
      // a link has led somewhere; what unfolds where it stands is brought into sight
      if (button.isConnected && !(button instanceof HTMLAnchorElement)) button.scrollIntoView({ block: "nearest" });
      // a form that a key unfolds is gone on with at once
      const unfolded = button.parentElement;
      if (unfolded instanceof HTMLDetailsElement && unfolded.open) unfolded.querySelector<HTMLElement>("[data-first]")?.focus();
    }
  };
  const help = maybePart(root, "help", HTMLElement);
  help?.addEventListener("click", open);
  document.addEventListener("keydown", pressed);
  const quiet = chimeFor(root);
  return () => {
    quiet();
    document.removeEventListener("keydown", pressed);
  };
};
