/**
 * Merge new HTML into the page node by node, so that focus, scroll, typed text, video and running islands stay.
 *
 * Children are matched by id or data-keep, else by place. What a script owns is left alone:
 * `data-keep="KEY"` (whole element, while the new HTML has the same KEY), `data-own` (nodes a script put in),
 * `data-own-attrs="viewBox"` (attributes), classes that begin with `is-` or end with `--live`.
 */

const keyOf = (node: Node): string => {
  if (!(node instanceof Element)) return "";
  const keep = node.getAttribute("data-keep");
  return keep ? `keep:${keep}` : node.id;
};
const isOwn = (node: Node): boolean => node instanceof Element && node.hasAttribute("data-own");
const sameKind = (a: Node, b: Node): boolean =>
  a.nodeName === b.nodeName && a.nodeType === b.nodeType && keyOf(a) === keyOf(b) && islandOf(a) === islandOf(b);
const islandOf = (node: Node): string => (node instanceof Element ? (node.getAttribute("data-island") ?? "") : "");

function mergeClasses(from: Element, to: Element): void {
  const owned = [...from.classList].filter((name) => name.startsWith("is-") || name.endsWith("--live"));
  const wanted = [...new Set([...to.classList, ...owned])].join(" ");
  if (wanted !== (from.getAttribute("class") ?? "")) from.setAttribute("class", wanted);
}

function mergeAttributes(from: Element, to: Element): void {
  const owned = new Set((from.getAttribute("data-own-attrs") ?? "").split(/\s+/).filter(Boolean));
  ["class", "data-own-attrs"].forEach((name) => owned.add(name));
  if (from.matches("dialog, details")) owned.add("open");
  for (const { name } of [...from.attributes]) if (!owned.has(name) && !to.hasAttribute(name)) from.removeAttribute(name);
  for (const { name, value } of [...to.attributes]) if (!owned.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  mergeClasses(from, to);
}

/** A field that somebody has touched keeps what was typed; returns how to put it back. */
function keepTyped(from: Element): (() => void) | undefined {
  if (from instanceof HTMLInputElement && (from.type === "checkbox" || from.type === "radio")) {
    const { checked } = from;
    return checked === from.defaultChecked ? undefined : () => (from.checked = checked);
  }
  if (from instanceof HTMLSelectElement) {
    const { value } = from;
    const touched = [...from.options].some((option) => option.selected !== option.defaultSelected && [...from.options].some((o) => o.defaultSelected));
    return touched ? () => (from.value = value) : undefined;
  }
  if (!(from instanceof HTMLInputElement || from instanceof HTMLTextAreaElement) || (from as HTMLInputElement).type === "file") return undefined;
  const { value } = from;
  const touched = value !== from.defaultValue || from === document.activeElement;
  return touched ? () => from.value !== value && (from.value = value) : undefined;
}

/** A field that nobody has touched shows what the new HTML says, also where an earlier word was typed and kept. */
function showGiven(from: Element): void {
  if (from instanceof HTMLInputElement && (from.type === "checkbox" || from.type === "radio")) from.checked = from.defaultChecked;
  else if (from instanceof HTMLInputElement && from.type === "file") return;
  else if (from instanceof HTMLInputElement || from instanceof HTMLTextAreaElement) {
    if (from.value !== from.defaultValue) from.value = from.defaultValue;
  } else if (from instanceof HTMLSelectElement) {
    const given = [...from.options].find((option) => option.defaultSelected);
    if (given && !given.selected) given.selected = true;
  }
}

function findMatch(at: ChildNode | null, wanted: Node, keyed: Map<string, ChildNode>): ChildNode | null {
  const key = keyOf(wanted);
  if (key) {
    const found = keyed.get(key);
    return found && found.nodeName === wanted.nodeName ? found : null;
  }
  let here = at;
  while (here && isOwn(here)) here = here.nextSibling;
  return here && sameKind(here, wanted) ? here : null;
}

/** Bring `match` to the place `at`. A kept element is never moved itself: a video taken out of the page stops. */
function bring(match: ChildNode, at: ChildNode | null, parent: Element): void {
  if (match === at) return;
  if (!(match instanceof Element && (match.hasAttribute("data-keep") || match.querySelector("[data-keep]")))) {
    parent.insertBefore(match, at);
    return;
  }
  let between = at;
  while (between && between !== match) {
    const next: ChildNode | null = between.nextSibling;
    parent.insertBefore(between, match.nextSibling);
    between = next;
  }
}

/** A part that a script has made its own stands in the new HTML too: the one on the page stays, no second is added. */
function isOwnPart(from: Element, wanted: Node): boolean {
  const name = wanted instanceof Element ? wanted.getAttribute("data-part") : null;
  return name !== null && [...from.children].some((child) => isOwn(child) && child.getAttribute("data-part") === name);
}

function mergeChildren(from: Element, to: Element): void {
  const keyed = new Map<string, ChildNode>();
  from.childNodes.forEach((child) => keyOf(child) && keyed.set(keyOf(child), child));
  const marksNew = from.hasAttribute("data-new");
  let at: ChildNode | null = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    while (at && isOwn(at)) at = at.nextSibling;
    if (isOwnPart(from, wanted)) continue;
    const match = findMatch(at, wanted, keyed);
    if (!match) {
      const added = document.importNode(wanted, true);
      from.insertBefore(added, at);
      if (marksNew && added instanceof Element) added.classList.add("is-new");
      continue;
    }
    bring(match, at, from);
    morph(match, wanted);
    at = match.nextSibling;
  }
  while (at) {
    const next: ChildNode | null = at.nextSibling;
    if (!isOwn(at)) at.remove();
    at = next;
  }
}

/** Make `from`, which is on the page, say what `to` says. */
export function morph(from: Node, to: Node): void {
  if (!(from instanceof Element) || !(to instanceof Element)) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  const keep = from.getAttribute("data-keep");
  if (isOwn(from) || (keep !== null && keep === to.getAttribute("data-keep"))) return;
  const putBack = keepTyped(from);
  mergeAttributes(from, to);
  if (from instanceof HTMLTemplateElement && to instanceof HTMLTemplateElement) from.innerHTML = to.innerHTML;
  else if (!(from instanceof HTMLTextAreaElement) || !putBack) mergeChildren(from, to);
  if (putBack) putBack();
  else showGiven(from);
}

/** Merge an HTML fragment into the inside of `root`. */
export function morphInside(root: Element, html: string): void {
  const wanted = root.cloneNode(false) as Element;
  wanted.innerHTML = html;
  mergeChildren(root, wanted);
}

/** What is new stays marked until somebody looks: pointer or focus on it. */
export function forgetNewWhenSeen(): void {
  const seen = (event: Event): void => {
    if (event.target instanceof Element) event.target.closest(".is-new")?.classList.remove("is-new");
  };
  document.addEventListener("pointerover", seen);
  document.addEventListener("focusin", seen);
}
