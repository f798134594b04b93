/** Put another page in place of this one without a reload, so that sound stays unlocked and the camera granted. */
import { settle } from "./island";
import { morph } from "./morph";
import { getHtml } from "./post";

const parse = (html: string): Document => new DOMParser().parseFromString(html, "text/html");
const address = (): string => location.pathname + location.search;
const isHtml = (answer: Response): boolean => (answer.headers.get("content-type") ?? "").includes("text/html");

function takeHead(next: Document): void {
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang || document.documentElement.lang;
  const token = next.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  if (token && meta) meta.content = token.content;
}

/** Replace the page by the answer to a request. Falls back to an ordinary navigation for anything but our HTML. */
export async function place(answer: Response): Promise<void> {
  const here = new URL(answer.url || location.href, location.href);
  if (!isHtml(answer) || here.origin !== location.origin) return location.assign(here.href);
  const next = parse(await answer.text());
  const main = document.querySelector("main");
  const wanted = next.querySelector("main");
  if (!main || !wanted) return location.assign(here.href);
  takeHead(next);
  // main is another page: replaced whole. What stands around it (masthead, bell) is merged and keeps running.
  main.replaceWith(document.importNode(wanted, true));
  morph(document.body, next.body);
  if (here.href !== location.href) history.pushState({ placed: true }, "", here.href);
  shown = address();
  settle();
  window.scrollTo(0, 0);
  const now = document.querySelector<HTMLElement>("main");
  now?.setAttribute("tabindex", "-1");
  now?.focus({ preventScroll: true });
}

/** Merge the `<main>` of an answer for this same page; true when done, false when the answer is another page. */
export async function refresh(answer: Response, remember: "replaceState" | "pushState" = "replaceState"): Promise<boolean> {
  const there = new URL(answer.url || location.href, location.href);
  const main = document.querySelector("main");
  if (!main || !isHtml(answer) || there.origin !== location.origin || there.pathname !== location.pathname) return false;
  const wanted = parse(await answer.text()).querySelector("main");
  if (!wanted) return false;
  // where one is on the page stands in the address: a reload shows the same
  if (there.search !== location.search) history[remember]({ placed: true }, "", there.pathname + there.search);
  shown = address();
  morph(main, wanted);
  settle();
  return true;
}

/** Follow a link without a reload: to another place on this page, or to another page. */
export async function follow(url: string): Promise<void> {
  const answer = await getHtml(url);
  if (!(await refresh(answer.clone(), "pushState"))) await place(answer);
}

/** Merge the element with this selector out of an HTML answer; false when it is not in it. */
export function refreshOne(selector: string, html: string): boolean {
  const there = parse(html).querySelector(selector);
  const here = document.querySelector(selector);
  if (!there || !here) return false;
  morph(here, there);
  settle();
  return true;
}

let shown = typeof window === "undefined" ? "" : address();

/** Pages put in place have no snapshot of their own: going back asks the server. A place on the same page needs no asking. */
function wentBack(): void {
  if (address() === shown) return;
  void getHtml(location.href).then((answer) => refresh(answer)).then((done) => done || location.reload(), () => location.reload());
}

if (typeof window !== "undefined") window.addEventListener("popstate", wentBack);
