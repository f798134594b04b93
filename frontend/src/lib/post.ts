/** Requests to our own server: same origin, with the CSRF token, marked as made by a script. */

export type Fields = FormData | Record<string, string>;

/** The token in `<meta name="csrf-token">`, or that of a form on the page. */
export function csrfToken(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  const field = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]');
  return meta?.content || field?.value || "";
}

export function toFormData(fields: Fields): FormData {
  if (fields instanceof FormData) return fields;
  const data = new FormData();
  Object.entries(fields).forEach(([name, value]) => data.append(name, value));
  return data;
}

const WAIT_MOST_MS = 1500;
const underWay = new Set<Promise<unknown>>();

/** Note that the page is about to be replaced by an answer, which shows most of what news will tell of. */
export function replacing<T>(work: Promise<T>): Promise<T> {
  underWay.add(work);
  const done = (): void => void underWay.delete(work);
  work.then(done, done);
  return work;
}

/** Resolves when the page is not about to be replaced, soon at the latest. */
export async function replaced(): Promise<void> {
  if (underWay.size === 0) return;
  await Promise.race([Promise.allSettled(underWay), new Promise((resolve) => window.setTimeout(resolve, WAIT_MOST_MS))]);
}

/** POST fields; follows redirects. Rejects only when the server cannot be reached. */
export function post(url: string, fields: Fields = {}, init: RequestInit = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    body: toFormData(fields),
    credentials: "same-origin",
    headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch", Accept: "application/json, text/html;q=0.9" },
    ...init,
  });
}

/** GET a page or a partial as the server has it now. */
export function getHtml(url: string, signal?: AbortSignal): Promise<Response> {
  return fetch(url, { credentials: "same-origin", cache: "no-store", headers: { "X-Requested-With": "fetch", Accept: "text/html" }, ...(signal ? { signal } : {}) });
}

/** What a form would send, with the button that was pressed. */
export function fieldsOf(form: HTMLFormElement, submitter?: HTMLElement | null): FormData {
  const data = new FormData(form);
  if (submitter instanceof HTMLButtonElement && submitter.name) data.append(submitter.name, submitter.value);
  return data;
}
