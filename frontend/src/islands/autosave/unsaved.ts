/** Words that are on the page and not yet on the server. They outlive a reload of this tab, and go when they are saved. */

type Values = Record<string, string[]>;
const PREFIX = "yc-unsaved:";

export class Unsaved {
  private readonly key: string;
  constructor(url: string) {
    this.key = PREFIX + url;
  }
  all(): Record<string, Values> {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? "{}") as Record<string, Values>;
    } catch {
      return {};
    }
  }
  keep(field: string, values: Values): void {
    this.put({ ...this.all(), [field]: values });
  }
  drop(field: string): void {
    const rest = this.all();
    delete rest[field];
    this.put(rest);
  }
  private put(all: Record<string, Values>): void {
    try {
      if (Object.keys(all).length) sessionStorage.setItem(this.key, JSON.stringify(all));
      else sessionStorage.removeItem(this.key);
    } catch {
      // Storage may be full or forbidden: the words are still on the page, and leaving it is warned of.
    }
  }
}

/** The inputs of a field: its own, and the cells of its rows. */
export function inputsOf(form: HTMLFormElement, field: string): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] {
  return [...form.elements].filter(
    (one): one is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
      (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement) &&
      one.type !== "file" && one.closest("[data-field]") !== null && one.name.split(".")[0] === field,
  );
}

/** What the inputs of a field hold now, by name; a box not ticked sends nothing. */
export function valuesOf(form: HTMLFormElement, field: string): Values {
  const found: Values = {};
  for (const one of inputsOf(form, field)) {
    if (one instanceof HTMLInputElement && (one.type === "checkbox" || one.type === "radio") && !one.checked) continue;
    (found[one.name] ??= []).push(one.value);
  }
  return found;
}

/** Put kept words back into their inputs; true when any of them differs from what the page shows. */
export function putBack(form: HTMLFormElement, field: string, values: Values): boolean {
  let differs = false;
  for (const one of inputsOf(form, field)) {
    const kept = values[one.name] ?? [];
    if (one instanceof HTMLInputElement && (one.type === "checkbox" || one.type === "radio")) {
      const checked = kept.includes(one.value);
      differs ||= checked !== one.checked;
      one.checked = checked;
    } else if (kept.length && kept[0] !== one.value) {
      differs = true;
      one.value = kept[0] ?? "";
    }
  }
  return differs;
}

/** What was saved is what the page gives from now on: the field counts as untouched, and shows what others write later. */
export function settleField(form: HTMLFormElement, field: string): void {
  for (const one of inputsOf(form, field)) {
    if (one instanceof HTMLSelectElement) [...one.options].forEach((option) => (option.defaultSelected = option.selected));
    else if (one instanceof HTMLInputElement && (one.type === "checkbox" || one.type === "radio")) one.defaultChecked = one.checked;
    else one.defaultValue = one.value;
  }
}
