/** Islands: small scripts that wake parts of a page which already works without them. */

export type Teardown = () => void;
export type Island = (root: HTMLElement) => Teardown | void;
type Kind<T extends Element> = abstract new (...args: never[]) => T;

const registry = new Map<string, Island>();
const mounted = new Map<HTMLElement, Map<string, Teardown>>();

const namesOf = (root: HTMLElement): string[] => (root.dataset.island ?? "").split(/\s+/).filter(Boolean);

/** The named part of an island, or undefined. Its own parts win over those of an island inside it. */
export function maybePart<T extends Element>(root: HTMLElement, name: string, kind: Kind<T>): T | undefined {
  const found = [...root.querySelectorAll(`[data-part="${name}"]`)];
  const own = found.find((node) => node.parentElement?.closest("[data-island]") === root) ?? found[0];
  return own instanceof kind ? own : undefined;
}

/** The named part of an island. Throws with the names of both when the template lacks it. */
export function part<T extends Element>(root: HTMLElement, name: string, kind: Kind<T>): T {
  const found = maybePart(root, name, kind);
  if (!found) throw new Error(`island "${root.dataset.island}" needs a ${kind.name} with data-part="${name}"`);
  return found;
}

/** The attribute data-NAME of an island's root. Throws when the template lacks it. */
export function attribute(root: HTMLElement, name: string): string {
  const value = root.getAttribute(`data-${name}`);
  if (value === null) throw new Error(`island "${root.dataset.island}" needs data-${name}`);
  return value;
}

function wake(root: HTMLElement, name: string): void {
  const island = registry.get(name);
  const awake = mounted.get(root) ?? new Map<string, Teardown>();
  if (!island || awake.has(name)) return;
  mounted.set(root, awake);
  awake.set(name, () => undefined);
  try {
    awake.set(name, island(root) ?? (() => undefined));
  } catch (broken) {
    // One island with a part missing must not put the others on the page to sleep.
    console.error(broken);
  }
}

/** Call after HTML was put in or taken out: wakes new islands, lets go of those that left the page. */
export function settle(): void {
  for (const [root, awake] of [...mounted]) {
    if (root.isConnected) continue;
    mounted.delete(root);
    awake.forEach((teardown) => teardown());
  }
  document.querySelectorAll<HTMLElement>("[data-island]").forEach((root) => namesOf(root).forEach((name) => wake(root, name)));
}

/** Register islands by name and wake those on the page, now or when it has been read. */
export function start(islands: Record<string, Island>): void {
  Object.entries(islands).forEach(([name, island]) => registry.set(name, island));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", settle, { once: true });
  else settle();
}

/** For tests: let go of everything. */
export function stop(): void {
  mounted.forEach((awake) => awake.forEach((teardown) => teardown()));
  mounted.clear();
  registry.clear();
}
