/** One file to one address, telling how far it got. */
import { csrfToken } from "./post";

export interface Sent { ok: boolean; status: number; error: string; html: string }

function read(request: XMLHttpRequest): Sent {
  const ok = request.status >= 200 && request.status < 300;
  const kind = request.getResponseHeader("content-type") ?? "";
  if (kind.includes("json")) {
    const body = JSON.parse(request.responseText || "{}") as { error?: string; html?: string };
    return { ok: ok && !body.error, status: request.status, error: body.error ?? "", html: body.html ?? "" };
  }
  return { ok, status: request.status, error: "", html: request.responseText };
}

/** POST the fields. Status 0 means the server was not reached. */
export function sendFile(url: string, fields: FormData, progress: (share: number) => void): Promise<Sent> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("X-Requested-With", "fetch");
    request.setRequestHeader("Accept", "application/json, text/html;q=0.9");
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => resolve(read(request));
    request.onerror = request.onabort = request.ontimeout = () => resolve({ ok: false, status: 0, error: "", html: "" });
    request.send(fields);
  });
}
