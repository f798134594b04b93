/** Suggestions while one types: an editable combobox with a list (ARIA 1.2). The form works without it. */
import { attribute, part, type Island } from "../../lib/island";
import { say } from "../../lib/say";

const TOGETHER_MS = 120;
interface Hit { code: string; name: string; why: string }

export const suggest: Island = (root) => {
  const input = part(root, "input", HTMLInputElement);
  const [src, go] = [attribute(root, "src"), attribute(root, "go")];
  const list = document.createElement("ul");
  list.className = "search__list";
  list.id = `${input.id}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", root.querySelector("label")?.textContent ?? "");
  list.setAttribute("data-own", "");
  root.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let hits: Hit[] = [];
  let at = -1;
  let timer: number | undefined;
  let asking: AbortController | undefined;

  const close = (): void => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (to: number): void => {
    at = to;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    const chosen = list.children[at];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView?.({ block: "nearest" });
  };
  const open = (hit: Hit): void => location.assign(`${go}${encodeURIComponent(hit.code)}/`);
  const show = (found: Hit[]): void => {
    hits = found;
    list.replaceChildren(
      ...found.map((hit, n) => {
        const option = document.createElement("li");
        option.className = "search__option";
        option.id = `${list.id}-${n}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = hit.name;
        if (hit.why) option.append(Object.assign(document.createElement("small"), { textContent: hit.why }));
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => open(hit));
        return option;
      }),
    );
    if (found.length === 0) return close();
    list.hidden = false;
    at = -1;
    input.setAttribute("aria-expanded", "true");
    say((root.dataset.count ?? "").replace("%n", String(found.length)));
  };
  const ask = async (): Promise<void> => {
    asking?.abort();
    asking = new AbortController();
    const typed = input.value.trim();
    if (!typed) return show([]);
    try {
      const answer = await fetch(`${src}?q=${encodeURIComponent(typed)}`, { signal: asking.signal, credentials: "same-origin" });
      if (!answer.ok) return close();
      const found = (await answer.json()) as { hits: Hit[] };
      if (input.value.trim() === typed && document.activeElement === input) show(found.hits);
    } catch {
      // without a network, or asked anew: the form still works
    }
  };
  const later = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), TOGETHER_MS);
  };
  const typed = (event: Event): void => {
    if (!(event as InputEvent).isComposing) later();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) {
      if (list.hidden) return later();
      event.preventDefault();
      mark((at + step + hits.length + (at < 0 && step < 0 ? 1 : 0)) % hits.length);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && !list.hidden) {
      const chosen = hits[at];
      if (!chosen) return;
      event.preventDefault();
      open(chosen);
    }
  };
  input.addEventListener("input", typed);
  input.addEventListener("compositionend", later);
  input.addEventListener("keydown", pressed);
  input.addEventListener("blur", close);
  return () => {
    window.clearTimeout(timer);
    asking?.abort();
    list.remove();
  };
};
