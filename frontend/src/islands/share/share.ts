/** A button that passes an address on: the phone's own sheet where it has one, else a copied link. */
import { attribute, part, type Island } from "../../lib/island";
import { say } from "../../lib/say";

const AGAIN_AFTER_MS = 3000;

export const share: Island = (root) => {
  const url = new URL(attribute(root, "path"), location.href).href;
  const word = part(root, "word", HTMLElement);
  const before = word.textContent ?? "";
  let timer: number | undefined;
  const copied = (): void => {
    const done = attribute(root, "done");
    word.textContent = done;
    say(done);
    timer = window.setTimeout(() => (word.textContent = before), AGAIN_AFTER_MS);
  };
  const pressed = (): void => {
    if (typeof navigator.share === "function") void navigator.share({ title: root.dataset.title ?? "", url }).catch(() => undefined);
    else void navigator.clipboard?.writeText(url).then(copied, () => undefined);
  };
  root.hidden = typeof navigator.share !== "function" && !navigator.clipboard;
  root.addEventListener("click", pressed);
  return () => {
    window.clearTimeout(timer);
    root.removeEventListener("click", pressed);
  };
};
