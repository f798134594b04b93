/** A region that is asked for again whenever news comes of the things it shows. */
import { attribute, settle, type Island } from "../../lib/island";
import { morphInside } from "../../lib/morph";
import { getHtml, replaced } from "../../lib/post";
import { say } from "../../lib/say";
import { chime, unlockOnFirstTap } from "../../lib/sound";
import { line, streamsOf, type News } from "../../lib/socket";

const TOGETHER_MS = 60;
const RETRY_MS = 2500;

/** Whether a kind is one of those asked for: whole ("ticket.called") or by family ("ticket."). None asked: all. */
export function wants(kinds: string, kind: string): boolean {
  const list = kinds.split(/\s+/).filter(Boolean);
  return kind === "resumed" || list.length === 0 || list.some((one) => (one.endsWith(".") ? kind.startsWith(one) : kind === one));
}

/** Load the page anew, but never in a circle: a region that cannot be had would otherwise ask for ever. */
function reloadOnce(): void {
  const before = Number(sessionStorage.getItem("yc-reloaded") ?? 0);
  if (Date.now() - before < 30_000) return;
  sessionStorage.setItem("yc-reloaded", String(Date.now()));
  location.reload();
}

const spoken = (root: HTMLElement): string => root.querySelector('[data-part="say"]')?.textContent?.trim() ?? "";

/** Ask for `src` on news; calls `changed` after each swap. Shared with the bell. */
export function keepCurrent(root: HTMLElement, body: HTMLElement, kinds: string, changed: () => void, togetherMs = TOGETHER_MS): () => void {
  attribute(root, "src");
  unlockOnFirstTap();
  let timer: number | undefined;
  let busy = false;
  let again = false;
  let last = "";
  const told = new Map<string, number>();
  let chimed = body.querySelector<HTMLElement>("[data-chime]")?.dataset.chime ?? "";

  const put = (html: string): void => {
    if (html === last) return;
    const before = spoken(root);
    last = html;
    morphInside(body, html);
    settle();
    const after = spoken(root);
    const bid = body.querySelector<HTMLElement>("[data-chime]")?.dataset.chime ?? "";
    if (bid && bid !== chimed) chime();
    chimed = bid;
    if (after && after !== before) say(after);
    changed();
  };
  const fetchNow = async (): Promise<void> => {
    timer = undefined;
    if (busy) return void (again = true);
    busy = true;
    try {
      await replaced();
      if (!root.isConnected || isCurrent()) return;
      const src = attribute(root, "src"); // read now: another place on the page may be shown since
      const answer = await getHtml(src);
      if (src !== attribute(root, "src")) return void (again = true);
      // Signed out, or the thing is gone: the page as a whole knows what to say.
      if (answer.redirected || answer.status === 404 || answer.status === 403) return reloadOnce();
      if (!answer.ok) throw new Error(`${src} answered ${answer.status}`);
      if (root.isConnected) put(await answer.text());
    } catch {
      if (root.isConnected) ask(RETRY_MS);
    } finally {
      busy = false;
      if (again) {
        again = false;
        ask();
      }
    }
  };
  /** Whether a whole page that came meanwhile shows all that we were told of. */
  const isCurrent = (): boolean => {
    const shown = new Map(streamsOf(root));
    return told.size > 0 && [...told].every(([stream, seq]) => seq <= (shown.get(stream) ?? -1));
  };
  const heard = ({ stream, seq, kind }: News): void => {
    if (!wants(kinds, kind)) return;
    told.set(stream, Math.max(seq, told.get(stream) ?? 0));
    ask();
  };
  const ask = (wait = togetherMs): void => {
    timer ??= window.setTimeout(() => void fetchNow(), wait);
  };
  const leave = streamsOf(root).map(([stream, seq]) => line().follow(stream, seq, heard));
  return () => {
    window.clearTimeout(timer);
    leave.forEach((unfollow) => unfollow());
  };
}

export const live: Island = (root) => keepCurrent(root, root, root.dataset.kinds ?? "", () => undefined);
