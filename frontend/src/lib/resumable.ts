/** One file in pieces by the tus protocol; after a lost line it goes on by itself. The library comes when it is needed. */
import type { DetailedError, Upload } from "tus-js-client";
import { csrfToken } from "./post";

export interface Outcome { ok: boolean; error: string; isCancelled: boolean }
export interface Ear { progress: (share: number) => void; away: (share: number) => void; checking: () => void }
/** `cancel` gives the file up, here and at the server; `leave` lets it lie where it is. */
export interface Sending { done: Promise<Outcome>; cancel: () => void; leave: () => void }
interface State { state: string; error: string }

const PIECE_BYTES = 1024 * 1024; // so much is sent again at most when a server is killed
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, ...Array<number>(16).fill(15_000)]; // counted anew after each progress
const LOOK_EVERY_MS = 1500;
const LOOK_TIMES = 80;
const NO_USE = new Set([400, 401, 403, 404, 405, 410, 412, 413, 415, 422, 429]);

/** By this the server knows a file again that is picked once more. */
export const fingerprintOf = (file: File): string => `${file.size}|${file.lastModified}|${file.name}`.slice(0, 160);

const statusOf = (error: Error): number => (error as DetailedError).originalResponse?.getStatus() ?? 0;

function wordOf(error: Error): string {
  try {
    return (JSON.parse((error as DetailedError).originalResponse?.getBody() ?? "") as State).error ?? "";
  } catch {
    return "";
  }
}

/** Have the server forget an upload; undefined where it could not be reached. */
export function forget(url: string): Promise<Response | undefined> {
  const headers = { "X-CSRFToken": csrfToken(), "Tus-Resumable": "1.0.0", "X-Requested-With": "fetch" };
  return fetch(url, { method: "DELETE", credentials: "same-origin", headers }).catch(() => undefined);
}

/** All bytes are there: what became of the file. */
async function outcomeAt(url: string): Promise<Outcome> {
  for (let look = 0; look < LOOK_TIMES; look++) {
    const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", headers: { "X-Requested-With": "fetch" } }).catch(() => undefined);
    if (answer?.ok) {
      const { state, error } = (await answer.json()) as State;
      if (state === "done") return { ok: true, error: "", isCancelled: false };
      if (state === "refused") {
        void forget(url); // it was told here, so that the page need not tell it again
        return { ok: false, error, isCancelled: false };
      }
    } else if (answer && NO_USE.has(answer.status)) break;
    await new Promise((later) => window.setTimeout(later, LOOK_EVERY_MS));
  }
  return { ok: false, error: "", isCancelled: false };
}

/** Fetch the library now: somebody is about to send something, and the line may be lost in between. */
export const warm = (): Promise<typeof import("tus-js-client")> => import("tus-js-client");

/** Send a file to `endpoint`. It is paused while the browser is offline, and tried again for minutes while nobody answers. */
export function sendResumable(file: File, endpoint: string, ear: Ear): Sending {
  let upload: Upload | undefined;
  let share = 0;
  let end: (outcome: Outcome) => void = () => undefined;
  const ended = new Promise<Outcome>((resolve) => (end = resolve));
  const away = (): void => ear.away(share);
  const pause = (): void => {
    void upload?.abort();
    away();
  };
  const goOn = (): void => upload?.start();
  const listen = (on: "addEventListener" | "removeEventListener"): void => {
    window[on]("offline", pause);
    window[on]("online", goOn);
  };
  const begin = async (): Promise<void> => {
    const tus = await warm();
    upload = new tus.Upload(file, {
      endpoint,
      chunkSize: PIECE_BYTES,
      retryDelays: PAUSES_MS,
      uploadDataDuringCreation: true,
      storeFingerprintForResuming: false, // the server knows the file again; nothing is left in the browser
      metadata: { filename: file.name, fingerprint: fingerprintOf(file) },
      onBeforeRequest: (request) => {
        request.setHeader("X-CSRFToken", csrfToken());
        request.setHeader("X-Requested-With", "fetch");
      },
      onShouldRetry: (error) => {
        if (NO_USE.has(statusOf(error))) return false;
        away();
        return true;
      },
      onProgress: (sent, total) => {
        share = total ? sent / total : 0;
        ear.progress(share);
      },
      onError: (error) => end({ ok: false, error: wordOf(error), isCancelled: false }),
      onSuccess: () => {
        ear.checking();
        void outcomeAt(upload?.url ?? endpoint).then(end);
      },
    });
    if (navigator.onLine) upload.start();
    else away();
  };
  listen("addEventListener");
  void begin().catch(() => end({ ok: false, error: "", isCancelled: false }));
  const stop = (isForGood: boolean): void => {
    void upload?.abort(isForGood && Boolean(upload.url)).catch(() => undefined);
    end({ ok: false, error: "", isCancelled: true });
  };
  return { done: ended.finally(() => listen("removeEventListener")), cancel: () => stop(true), leave: () => stop(false) };
}
