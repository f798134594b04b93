/** A form that keeps itself: each field is saved when it is left, in the order in which they were. */
import { attribute, part, type Island } from "../../lib/island";
import { post } from "../../lib/post";
import { wordsOf } from "../../lib/words";

const RETRY_MS = 3000;
type Errors = Record<string, string>;

/** Show or clear what is wrong with a field, at the field. */
export function showError(form: HTMLFormElement, name: string, reason: string | undefined): void {
  const input = form.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`);
  const field = input?.closest(".field");
  const error = field?.querySelector<HTMLElement>(".field__error");
  field?.classList.toggle("field--bad", Boolean(reason));
  if (reason) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
  if (!error) return;
  error.textContent = reason ?? "";
  error.hidden = !reason;
}

export const autosave: Island = (root) => {
  if (!(root instanceof HTMLFormElement)) throw new Error('island "autosave" must be a form');
  const url = attribute(root, "autosave-url");
  const status = part(root, "status", HTMLElement);
  const words = wordsOf(root);
  const waiting = new Set<string>();
  let busy = false;
  let retry: number | undefined;
  status.setAttribute("data-own", "");

  const say = (key: string, kind: "" | "good" | "bad"): void => {
    status.textContent = words(key);
    status.dataset.kind = kind;
  };
  const save = async (name: string): Promise<void> => {
    const fields = new FormData();
    fields.append("field", name);
    new FormData(root).getAll(name).forEach((value) => typeof value === "string" && fields.append(name, value));
    const answer = await post(url, fields);
    if (answer.status >= 500) throw new Error(`saving ${name}: ${answer.status}`);
    const isJson = (answer.headers.get("content-type") ?? "").includes("json");
    const errors = isJson ? (((await answer.json()) as { errors?: Errors }).errors ?? {}) : {};
    showError(root, name, errors[name]);
    if (errors[name]) say("bad", "bad");
    else if (answer.ok) say("saved", "good");
    else throw new Error(`saving ${name}: ${answer.status}`);
  };
  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    window.clearTimeout(retry);
    for (const name of [...waiting]) {
      say("saving", "");
      waiting.delete(name);
      try {
        await save(name);
      } catch {
        waiting.add(name);
        say("failed", "bad");
        retry = window.setTimeout(() => void run(), RETRY_MS);
        break;
      }
    }
    busy = false;
    if (waiting.size && status.dataset.kind !== "bad") void run();
  };
  const changed = (event: Event): void => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)) return;
    if (!target.name || target.type === "file") return;
    waiting.add(target.name);
    void run();
  };
  const leaving = (event: BeforeUnloadEvent): void => {
    if (waiting.size || busy) event.preventDefault();
  };
  root.addEventListener("change", changed);
  window.addEventListener("beforeunload", leaving);
  return () => {
    window.clearTimeout(retry);
    window.removeEventListener("beforeunload", leaving);
  };
};
