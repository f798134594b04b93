/** Files of one material: each on its way by itself, with how far it got; what failed can be sent again. */
import { attribute, maybePart, part, type Island } from "../../lib/island";
import { refreshOne } from "../../lib/page";
import { getHtml } from "../../lib/post";
import { sendFile, type Sent } from "../../lib/send-file";
import { wordsOf, type Words } from "../../lib/words";

interface Row { item: HTMLLIElement; progress: HTMLProgressElement; word: HTMLElement }

/** 1536 → "1.5 KB". */
export function sizeOf(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  const power = bytes > 0 ? Math.min(Math.floor(Math.log(bytes) / Math.log(1024)), 3) : 0;
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

function newRow(file: File, words: Words): Row {
  const item = document.createElement("li");
  item.className = "upload__row";
  item.setAttribute("data-own", "");
  const name = document.createElement("span");
  name.textContent = `${file.name} · ${sizeOf(file.size)}`;
  const word = document.createElement("span");
  word.className = "upload__word num";
  word.textContent = words("waiting");
  const progress = document.createElement("progress");
  progress.className = "progress";
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", file.name);
  item.append(name, word, progress);
  return { item, progress, word };
}

export const upload: Island = (root) => {
  if (!(root instanceof HTMLFormElement)) throw new Error('island "upload" must be a form');
  const input = part(root, "input", HTMLInputElement);
  const camera = maybePart(root, "camera", HTMLInputElement);
  const list = part(root, "list", HTMLElement);
  const words = wordsOf(root);
  const limit = Number(attribute(root, "max-bytes"));
  const target = attribute(root, "target");
  let chain: Promise<void> = Promise.resolve();
  root.classList.add("upload--live");

  const fail = (row: Row, text: string, again?: () => void): void => {
    row.item.classList.add("upload__row--bad");
    row.word.textContent = text;
    row.progress.hidden = true;
    row.item.querySelector("button")?.remove();
    if (!again) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small";
    button.textContent = words("retry");
    button.addEventListener("click", again);
    row.item.append(button);
  };
  const show = async (sent: Sent): Promise<void> => {
    if (sent.html && refreshOne(target, sent.html)) return;
    const answer = await getHtml(location.href).catch(() => undefined);
    if (answer?.ok) refreshOne(target, await answer.text());
  };
  const send = async (file: File, row: Row): Promise<void> => {
    row.item.classList.remove("upload__row--bad");
    row.progress.hidden = false;
    row.item.querySelector("button")?.remove();
    const fields = new FormData(root);
    [input.name, camera?.name].forEach((name) => name && fields.delete(name));
    fields.append(input.name, file, file.name);
    const sent = await sendFile(root.getAttribute("action") ?? location.href, fields, (share) => {
      row.progress.value = share;
      row.word.textContent = `${words("sending")} ${Math.round(share * 100)}%`;
    });
    if (!sent.ok) return fail(row, sent.error || words("failed"), () => queue(file, row));
    row.item.classList.add("upload__row--good");
    row.word.textContent = words("done");
    await show(sent);
    row.item.remove();
  };
  const queue = (file: File, row: Row): void => {
    chain = chain.then(() => send(file, row)).catch(() => fail(row, words("failed"), () => queue(file, row)));
  };
  const add = (files: Iterable<File>): void => {
    for (const file of files) {
      const row = newRow(file, words);
      list.append(row.item);
      if (file.size === 0) fail(row, words("empty"));
      else if (file.size > limit) fail(row, words("too-large"));
      else queue(file, row);
    }
  };
  const picked = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== "file") return;
    const files = [...(event.target.files ?? [])];
    event.target.value = "";
    add(files);
  };
  const over = (event: DragEvent): void => {
    event.preventDefault();
    root.classList.toggle("is-over", event.type === "dragover");
    if (event.type === "drop") add(event.dataTransfer?.files ?? []);
  };
  root.addEventListener("change", picked);
  root.addEventListener("yc:files", (event) => add((event as CustomEvent<File[]>).detail)); // from the camera
  root.addEventListener("submit", (event) => event.preventDefault());
  (["dragover", "dragleave", "drop"] as const).forEach((name) => root.addEventListener(name, over));
};
