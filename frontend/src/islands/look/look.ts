/** A page of a paper: closer, turned; a field and its box light each other. Boxes are shares of the page, so they follow. */
import { part, type Island } from "../../lib/island";

const CLOSEST = 6;
const STEP = 1.5;

/** How large a page that is turned by `degrees` stands: width of the page itself, and the room it takes. */
export function room(width: number, ratio: number, degrees: number): { page: number; across: number; down: number } {
  const lies = degrees % 180 !== 0;
  return lies ? { page: width / ratio, across: width, down: width / ratio } : { page: width, across: width, down: width * ratio };
}

export const look: Island = (root) => {
  const frame = part(root, "frame", HTMLElement);
  const page = part(root, "page", HTMLElement);
  const picture = part(root, "picture", HTMLImageElement);
  let zoom = 1;
  let degrees = 0;

  const show = (): void => {
    const plain = zoom === 1 && degrees === 0;
    const ratio = picture.naturalWidth ? picture.naturalHeight / picture.naturalWidth : 1.414;
    const size = room(frame.clientWidth * zoom, ratio, degrees);
    frame.classList.toggle("is-close", !plain);
    for (const name of ["width", "transform", "margin-block", "margin-inline"]) page.style.removeProperty(name);
    if (plain) return;
    page.style.setProperty("width", `${size.page}px`);
    if (degrees === 0) return;
    // turned about its middle: margins make up for the room it takes now
    const height = size.page * ratio;
    page.style.setProperty("transform", `rotate(${degrees}deg)`);
    page.style.setProperty("margin-block", `${(size.down - height) / 2}px`);
    page.style.setProperty("margin-inline", `${(size.across - size.page) / 2}px`);
  };
  /** Zoom about the middle of what is seen. */
  const zoomTo = (next: number): void => {
    const x = (frame.scrollLeft + frame.clientWidth / 2) / Math.max(1, frame.scrollWidth);
    const y = (frame.scrollTop + frame.clientHeight / 2) / Math.max(1, frame.scrollHeight);
    zoom = Math.min(CLOSEST, Math.max(1, next));
    show();
    frame.scrollLeft = x * frame.scrollWidth - frame.clientWidth / 2;
    frame.scrollTop = y * frame.scrollHeight - frame.clientHeight / 2;
  };
  const press = (name: string, act: () => void): void => part(root, name, HTMLButtonElement).addEventListener("click", act);
  press("closer", () => zoomTo(zoom * STEP));
  press("farther", () => zoomTo(zoom / STEP));
  press("whole", () => {
    degrees = 0;
    zoomTo(1);
  });
  press("turn", () => {
    degrees = (degrees + 90) % 360;
    show();
  });

  const pairOf = (target: EventTarget | null): string =>
    (target instanceof Element ? target.closest<HTMLElement | SVGElement>("[data-pair]") : null)?.dataset.pair ?? "";
  const partners = (pair: string): Element[] => [...document.querySelectorAll("[data-pair]")].filter((one) => (one as HTMLElement).dataset.pair === pair);
  const light = (event: Event): void => {
    const pair = pairOf(event.target);
    document.querySelectorAll("[data-pair].is-lit").forEach((one) => (one as HTMLElement).dataset.pair !== pair && one.classList.remove("is-lit"));
    if (pair) partners(pair).forEach((one) => one.classList.add("is-lit"));
  };
  /** Go to the partner instead of asking for the page again, where it is on it. */
  const go = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const pair = pairOf(event.target);
    if (!link?.hasAttribute("data-fetch") || !pair || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const isBox = link instanceof SVGElement;
    const partner = partners(pair).find((one) => one instanceof SVGElement !== isBox);
    if (!partner) return;
    event.preventDefault();
    partner.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const scope = root.parentElement ?? root;
  scope.addEventListener("pointerover", light);
  scope.addEventListener("focusin", light);
  scope.addEventListener("click", go);
  root.querySelector(".box.is-lit")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return () => {
    scope.removeEventListener("pointerover", light);
    scope.removeEventListener("focusin", light);
    scope.removeEventListener("click", go);
  };
};
