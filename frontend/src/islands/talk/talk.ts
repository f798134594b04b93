/** A talk in writing: what is sent stays on the page, the log follows its end, the field is ready for the next line. */
import { maybePart, part, type Island } from "../../lib/island";
import { refresh } from "../../lib/page";
import { fieldsOf, post } from "../../lib/post";

const NEAR_END_PX = 80;

export const talk: Island = (root) => {
  const form = (): HTMLFormElement => part(root, "talk-form", HTMLFormElement);
  const log = (): HTMLElement | undefined => maybePart(root, "log", HTMLElement);
  const field = (): HTMLInputElement | HTMLTextAreaElement | null => form().querySelector("input:not([type=hidden]), textarea");
  const status = (text: string): void => {
    const word = maybePart(root, "word", HTMLElement);
    if (word) word.textContent = text;
  };
  const toEnd = (): void => log()?.lastElementChild?.scrollIntoView?.({ block: "nearest" });

  const send = async (sent: HTMLFormElement, submitter: HTMLElement | null): Promise<void> => {
    sent.setAttribute("aria-busy", "true");
    try {
      const answer = await post(sent.action, fieldsOf(sent, submitter));
      const said = (answer.headers.get("content-type") ?? "").includes("json") ? ((await answer.clone().json()) as { error?: string }).error : undefined;
      if (said) return status(said);
      if (!answer.ok || !(await refresh(answer.clone()))) return location.assign(answer.url || location.href);
      status("");
      const typed = field();
      if (typed) {
        typed.value = "";
        typed.focus();
      }
      toEnd();
    } catch {
      status(root.dataset.away ?? "");
    } finally {
      sent.removeAttribute("aria-busy");
    }
  };
  const submitted = (event: SubmitEvent): void => {
    const sent = event.target;
    if (!(sent instanceof HTMLFormElement) || !sent.hasAttribute("data-talk")) return;
    event.preventDefault();
    const typed = sent === form() ? field() : null;
    if (sent.getAttribute("aria-busy") || (typed && !typed.value.trim() && !event.submitter?.getAttribute("value"))) return;
    void send(sent, event.submitter);
  };
  // New lines put in by the live part: follow them only when the reader is at the end already.
  const grown = new MutationObserver(() => {
    const last = log()?.lastElementChild;
    if (last && last.getBoundingClientRect().top < window.innerHeight + NEAR_END_PX) toEnd();
  });
  const watched = log();
  if (watched) grown.observe(watched, { childList: true });
  root.addEventListener("submit", submitted);
  form();
  return () => {
    grown.disconnect();
    root.removeEventListener("submit", submitted);
  };
};
