/** Files of one place: each on its way by itself, in pieces, with how far it got; a lost line holds it up, no more. */
import { attribute, maybePart, part, type Island } from "../../lib/island";
import { refreshOne } from "../../lib/page";
import { getHtml } from "../../lib/post";
import { fingerprintOf, forget, sendResumable, warm, type Sending } from "../../lib/resumable";
import { say } from "../../lib/say";
import { wordsOf } from "../../lib/words";
import { takeFiles } from "./picking";
import { Row } from "./row";

/** What was begun before, as the server tells it; the person sees it until it goes on or is given up. */
class Standing {
  constructor(private readonly list: HTMLElement | undefined) {}

  /** While a file is under way here it must not appear in the list when the page is renewed. */
  hold(isHeld: boolean): void {
    this.list?.toggleAttribute("data-own", isHeld);
  }

  /** This file is picked again: its row takes the place of what stood here. */
  goesOn(file: File): boolean {
    const found = [...(this.list?.children ?? [])].find((one) => one.getAttribute("data-fingerprint") === fingerprintOf(file));
    found?.remove();
    return found !== undefined;
  }

  async giveUp(button: HTMLElement): Promise<void> {
    const item = button.closest("[data-url]");
    const url = item?.getAttribute("data-url");
    if (!item || !url) return;
    const answer = await forget(url);
    if (answer && (answer.ok || answer.status === 404)) item.remove();
  }
}

export const upload: Island = (root) => {
  if (!(root instanceof HTMLFormElement)) throw new Error('island "upload" must be a form');
  const list = part(root, "list", HTMLElement);
  const words = wordsOf(root);
  const limit = Number(attribute(root, "max-bytes"));
  const endpoint = attribute(root, "tus");
  const target = root.dataset.target ?? "";
  const standing = new Standing(maybePart(root, "standing", HTMLElement));
  let chain: Promise<void> = Promise.resolve();
  let now: Sending | undefined;
  root.classList.add("upload--live");

  const show = async (): Promise<void> => {
    if (!target) return;
    const answer = await getHtml(location.href).catch(() => undefined);
    if (answer?.ok) refreshOne(target, await answer.text());
  };
  const send = async (row: Row): Promise<void> => {
    if (row.isTakenOff) return;
    const goesOn = standing.goesOn(row.file);
    standing.hold(true);
    row.say(goesOn ? "going-on" : "sending", goesOn ? undefined : 0);
    now = sendResumable(row.file, endpoint, {
      progress: (share) => row.say("sending", share),
      away: (share) => row.say(navigator.onLine ? "away" : "offline", share),
      checking: () => row.say("checking"),
    });
    row.only("cancel", now.cancel);
    const sent = await now.done;
    now = undefined;
    standing.hold(false);
    if (sent.isCancelled) return row.item.remove();
    if (!sent.ok) return failed(row, sent.error);
    row.good();
    say(`${row.file.name} ${words("done")}`);
    await show();
    row.item.remove();
  };
  const failed = (row: Row, text = ""): void => {
    row.fail(text || words("failed"), () => queue(row));
    say(`${row.file.name} ${text || words("failed")}`);
  };
  const queue = (row: Row): void => {
    row.say("waiting");
    row.only("cancel", () => row.takeOff());
    chain = chain.then(() => send(row)).catch(() => failed(row));
  };
  const add = (files: File[]): void => {
    for (const file of files) {
      const row = new Row(file, words);
      list.append(row.item);
      if (file.size === 0) row.fail(words("empty"));
      else if (file.size > limit) row.fail(words("too-large"));
      else queue(row);
    }
  };
  ["pointerover", "focusin"].forEach((name) => root.addEventListener(name, () => void warm().catch(() => undefined), { once: true }));
  const stop = takeFiles(root, add);
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const pressed = (event as SubmitEvent).submitter;
    if (pressed?.matches('[data-part="give-up"]')) void standing.giveUp(pressed);
  });
  return () => {
    stop();
    now?.leave();
  };
};
