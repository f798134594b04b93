/** The plan of the hall: closer, farther, moved about; a window chosen here or in the list is marked in both. */
import { part, type Island } from "../../lib/island";

export interface Box { x: number; y: number; width: number; height: number }
const CLOSEST = 5;

/** The view seen `factor` times closer around a point, kept inside the whole. */
export function zoomed(view: Box, whole: Box, factor: number, at = { x: view.x + view.width / 2, y: view.y + view.height / 2 }): Box {
  const width = Math.min(whole.width, Math.max(whole.width / CLOSEST, view.width / factor));
  const height = (width / whole.width) * whole.height;
  const share = width / view.width;
  return inside({ x: at.x - (at.x - view.x) * share, y: at.y - (at.y - view.y) * share, width, height }, whole);
}

export function inside(view: Box, whole: Box): Box {
  const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
  return {
    ...view,
    x: clamp(view.x, whole.x, whole.x + whole.width - view.width),
    y: clamp(view.y, whole.y, whole.y + whole.height - view.height),
  };
}

const boxOf = (text: string): Box => {
  const [x = 0, y = 0, width = 1, height = 1] = text.split(/[\s,]+/).map(Number);
  return { x, y, width, height };
};

export const hallPlan: Island = (root) => {
  const svg = part(root, "svg", SVGSVGElement);
  const whole = boxOf(svg.getAttribute("viewBox") ?? "0 0 1 1");
  let view = whole;
  const fingers = new Map<number, { x: number; y: number }>();
  let moved = false;
  svg.setAttribute("data-own-attrs", "viewBox");

  const show = (next: Box): void => {
    view = next;
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    // Seen whole, a finger scrolls the page; seen closer, it moves the plan.
    svg.parentElement?.style.setProperty("touch-action", view.width < whole.width ? "none" : "pan-y");
  };
  const at = (event: { clientX: number; clientY: number }): { x: number; y: number } => {
    const box = svg.getBoundingClientRect();
    return { x: view.x + ((event.clientX - box.left) / box.width) * view.width, y: view.y + ((event.clientY - box.top) / box.height) * view.height };
  };
  const press = (name: string, act: () => void): void => part(root, name, HTMLButtonElement).addEventListener("click", act);
  press("zoom-in", () => show(zoomed(view, whole, 1.5)));
  press("zoom-out", () => show(zoomed(view, whole, 1 / 1.5)));
  press("reset", () => show(whole));

  const spread = (): number => {
    const [a, b] = [...fingers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  svg.addEventListener("pointerdown", (event) => {
    moved = false;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const wide = spread();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 2 && wide > 0) return show(zoomed(view, whole, spread() / wide, at(event)));
    if (view.width >= whole.width) return;
    const scale = view.width / svg.getBoundingClientRect().width;
    const [dx, dy] = [event.clientX - before.x, event.clientY - before.y];
    if (Math.abs(dx) + Math.abs(dy) > 2) moved = true;
    svg.classList.add("is-moving");
    show(inside({ ...view, x: view.x - dx * scale, y: view.y - dy * scale }, whole));
  });
  const lifted = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    svg.classList.remove("is-moving");
  };
  (["pointerup", "pointercancel", "pointerleave"] as const).forEach((name) => svg.addEventListener(name, lifted));
  svg.addEventListener("click", (event) => moved && event.preventDefault(), { capture: true });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && view.width >= whole.width) return; // the wheel belongs to the page until one is closer
    event.preventDefault();
    show(zoomed(view, whole, event.deltaY < 0 ? 1.2 : 1 / 1.2, at(event)));
  }, { passive: false });

  const chosen = (): void => {
    document.querySelectorAll(".plan__window.is-selected, .counter.is-selected").forEach((node) => node.classList.remove("is-selected"));
    const id = location.hash.slice(1);
    if (!id) return;
    const card = document.getElementById(id);
    root.querySelectorAll(".plan__window").forEach((node) => node.classList.toggle("is-selected", node.getAttribute("href") === `#${id}`));
    card?.classList.add("is-selected");
  };
  window.addEventListener("hashchange", chosen);
  chosen();
  return () => window.removeEventListener("hashchange", chosen);
};
