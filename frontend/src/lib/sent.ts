/** Forms and links with `data-fetch`, anywhere: without a reload, the answer merged into the page; a call goes on meanwhile. */
import { follow, place, refresh } from "./page";
import { fieldsOf, post, replacing } from "./post";

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  form.setAttribute("aria-busy", "true");
  submitter?.setAttribute("aria-busy", "true");
  const fields = fieldsOf(form, submitter);
  form.closest("dialog")?.close();
  // a button may have an address of its own
  const url = submitter instanceof HTMLButtonElement && submitter.hasAttribute("formaction") ? submitter.formAction : form.action;
  try {
    const answer = await post(url, fields);
    if (!(await refresh(answer.clone()))) await place(answer);
  } catch {
    // A form that keeps itself stays on the page with its words and says that the line is down; others go the old way.
    if (form.hasAttribute("data-autosave-url")) form.dispatchEvent(new Event("yc:unsent"));
    else form.submit();
  } finally {
    form.removeAttribute("aria-busy");
    submitter?.removeAttribute("aria-busy");
  }
}

/** Listen for them; one listener for the whole page. */
export function sendQuietly(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-fetch") || event.defaultPrevented) return;
    event.preventDefault();
    if (!form.getAttribute("aria-busy")) void replacing(send(form, event.submitter));
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-fetch]") : null;
    const href = link?.getAttribute("href");
    if (!href || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const url = new URL(href, location.href).href;
    void replacing(follow(url).catch(() => location.assign(url)));
  });
}
