/**
 * A form that keeps itself: each field is saved when it is left or when its writer pauses, in the order in which they
 * were. What is not saved yet is said, survives a reload, and is tried again when the line is back.
 */
import { attribute, part, type Island } from "../../lib/island";
import { post } from "../../lib/post";
import { wordsOf } from "../../lib/words";
import { inputsOf, putBack, settleField, Unsaved, valuesOf } from "./unsaved";

const RETRY_MS = 3000;
const PAUSE_MS = 1500;
type Errors = Record<string, string>;
interface Answer { saved: boolean; errors?: Errors; version?: number; hidden?: string[]; over?: Errors }

/** Show or clear what is wrong with an input, beside it. */
export function showError(form: HTMLFormElement, name: string, reason: string | undefined): void {
  const inputs = [...form.querySelectorAll<HTMLElement>(`[name="${CSS.escape(name)}"]`)];
  const field = inputs[0]?.closest(".field") ?? form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  const error = form.querySelector<HTMLElement>(`#${CSS.escape(`${name}-error`)}`) ?? field?.querySelector<HTMLElement>(".field__error");
  field?.classList.toggle("field--bad", Boolean(reason));
  for (const input of inputs) {
    if (reason) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  if (!error) return;
  error.textContent = reason ?? "";
  error.hidden = !reason;
}

/** The server could not be asked: signed out, or no answer of ours. Nothing was saved. */
class SignedOut extends Error {}
class Refused extends Error {}

export const autosave: Island = (root) => {
  if (!(root instanceof HTMLFormElement)) throw new Error('island "autosave" must be a form');
  const url = attribute(root, "autosave-url");
  const status = part(root, "status", HTMLElement);
  const words = wordsOf(root);
  const unsaved = new Unsaved(url);
  const waiting = new Set<string>();
  const knew = new Map<string, number>(); // the version on the page when a field began to be written
  const pauses = new Map<string, number>();
  let busy = false;
  let retry: number | undefined;
  status.setAttribute("data-own", "");

  const say = (key: string, kind: "" | "good" | "bad", more = ""): void => {
    const said = words(key) + more;
    if (status.textContent !== said) status.textContent = said;
    status.dataset.kind = kind;
    status.dataset.state = key;
  };
  const version = (): number => Number(root.dataset.seen ?? "0");

  const take = (name: string, answer: Answer): void => {
    const errors = answer.errors ?? {};
    new Set([name, ...inputsOf(root, name).map((one) => one.name)]).forEach((one) => showError(root, one, errors[one]));
    for (const field of root.querySelectorAll<HTMLElement>("[data-field]")) {
      if (answer.hidden) field.hidden = answer.hidden.includes(field.dataset.field ?? "");
    }
    // Our own save moved the version by one; had others moved it too, the next save still says what this page knew.
    if (answer.version === version() + 1) root.dataset.seen = String(answer.version);
    else if (answer.version !== undefined) knew.set(name, answer.version);
    const over = answer.over?.[name];
    if (over !== undefined) say("over", "bad", `“${over}”`);
    else if (Object.keys(errors).length) say("bad", "bad");
    else say("saved", "good");
  };
  const save = async (name: string): Promise<void> => {
    const fields = new FormData();
    fields.append("field", name);
    fields.append("seen", String(knew.get(name) ?? version()));
    const values = valuesOf(root, name);
    Object.entries(values).forEach(([key, list]) => list.forEach((value) => fields.append(key, value)));
    const answer = await post(url, fields);
    const isJson = (answer.headers.get("content-type") ?? "").includes("json");
    if (answer.redirected || answer.status === 401 || (answer.ok && !isJson)) throw new SignedOut(`saving ${name}`);
    if (answer.status >= 500 || !isJson) throw new Error(`saving ${name}: ${answer.status}`);
    const said = (await answer.json()) as Answer;
    if (!said.saved) {
      take(name, { ...said, over: {} });
      throw new Refused(name);
    }
    knew.delete(name);
    if (JSON.stringify(valuesOf(root, name)) === JSON.stringify(values)) {
      unsaved.drop(name);
      settleField(root, name);
    }
    take(name, said);
  };
  const failed = (name: string, why: unknown): void => {
    if (why instanceof Refused) {
      unsaved.drop(name); // it stands on the page with the reason beside it; sending the same again helps nobody
      return say("refused", "bad");
    }
    waiting.add(name);
    if (why instanceof SignedOut) say("signed-out", "bad");
    else say(navigator.onLine ? "failed" : "offline", "bad");
    retry = window.setTimeout(() => void run(), RETRY_MS);
  };
  const run = async (): Promise<void> => {
    if (busy || !root.isConnected) return;
    busy = true;
    window.clearTimeout(retry);
    let isStuck = false;
    for (const name of [...waiting]) {
      if (status.dataset.kind !== "bad") say("saving", "");
      waiting.delete(name);
      try {
        await save(name);
      } catch (why) {
        failed(name, why);
        isStuck = !(why instanceof Refused);
        if (isStuck) break;
      }
    }
    busy = false;
    if (waiting.size && !isStuck) void run();
  };
  const nameOf = (event: Event): string => {
    const { target } = event;
    const isInput = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
    if (!isInput || !target.name || target.type === "file") return "";
    return target.closest("[data-field]") ? (target.name.split(".")[0] ?? "") : "";
  };
  const written = (name: string): void => {
    if (!knew.has(name)) knew.set(name, version());
    unsaved.keep(name, valuesOf(root, name));
    window.clearTimeout(pauses.get(name));
  };
  const typed = (event: Event): void => {
    const name = nameOf(event);
    if (!name) return;
    written(name);
    if (status.dataset.kind !== "bad") say("unsaved", "");
    pauses.set(name, window.setTimeout(() => queue(name), PAUSE_MS));
  };
  const queue = (name: string): void => {
    waiting.add(name);
    void run();
  };
  const left = (event: Event): void => {
    const name = nameOf(event);
    if (!name) return;
    written(name);
    queue(name);
  };
  const leaving = (event: BeforeUnloadEvent): void => {
    if (waiting.size || busy) event.preventDefault();
  };
  const online = (): void => void run();
  const offline = (): void => void (waiting.size && say("offline", "bad"));
  // The form is sent whole: what it holds goes along, so nothing waits any more.
  let gone: ReturnType<Unsaved["all"]> = {};
  const sent = (): void => {
    pauses.forEach((pause) => window.clearTimeout(pause));
    gone = unsaved.all();
    Object.keys(gone).forEach((name) => unsaved.drop(name));
  };
  const unsent = (): void => {
    Object.entries(gone).forEach(([name, values]) => unsaved.keep(name, values));
    Object.keys(gone).forEach((name) => waiting.add(name));
    say(navigator.onLine ? "failed" : "offline", "bad");
    retry = window.setTimeout(() => void run(), RETRY_MS);
  };

  for (const [name, values] of Object.entries(unsaved.all())) {
    if (putBack(root, name, values)) queue(name);
    else unsaved.drop(name);
  }
  root.addEventListener("input", typed);
  root.addEventListener("change", left);
  root.addEventListener("submit", sent);
  root.addEventListener("yc:unsent", unsent);
  window.addEventListener("beforeunload", leaving);
  window.addEventListener("online", online);
  window.addEventListener("offline", offline);
  return () => {
    window.clearTimeout(retry);
    pauses.forEach((pause) => window.clearTimeout(pause));
    window.removeEventListener("beforeunload", leaving);
    window.removeEventListener("online", online);
    window.removeEventListener("offline", offline);
  };
};
