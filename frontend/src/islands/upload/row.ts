/** One file on its way, as a row: name, word, bar, and what can be done about it. */
import type { Words } from "../../lib/words";

/** 1536 → "1.5 KB". */
export function sizeOf(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  const power = bytes > 0 ? Math.min(Math.floor(Math.log(bytes) / Math.log(1024)), 3) : 0;
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

const percent = (share: number): string => `${Math.floor(share * 100)}%`;

export class Row {
  isTakenOff = false;
  readonly item = document.createElement("li");
  private readonly progress = document.createElement("progress");
  private readonly word = document.createElement("span");

  constructor(readonly file: File, private readonly words: Words) {
    this.item.className = "upload__row";
    this.item.setAttribute("data-own", "");
    const name = document.createElement("span");
    name.className = "upload__name";
    name.textContent = `${file.name} · ${sizeOf(file.size)}`;
    this.word.className = "upload__word num";
    this.progress.className = "progress";
    this.progress.max = 1;
    this.progress.value = 0;
    this.progress.setAttribute("aria-label", file.name);
    this.item.append(name, this.word, this.progress);
    this.say("waiting");
  }

  /** How it stands, in a word that the template brought; with a share of what is there where that says something. */
  say(key: string, share?: number): void {
    this.item.classList.remove("upload__row--bad");
    this.item.classList.toggle("is-away", key === "away" || key === "offline");
    this.progress.hidden = false;
    if (share !== undefined) this.progress.value = share;
    const text = this.words(key);
    this.word.textContent = share === undefined ? text : `${text} ${percent(share)}`;
  }

  fail(text: string, again?: () => void): void {
    this.item.classList.add("upload__row--bad");
    this.item.classList.remove("is-away");
    this.word.textContent = text;
    this.progress.hidden = true;
    this.only(again ? "retry" : undefined, again);
  }

  /** It waited, and the person does not want it sent any more. */
  takeOff(): void {
    this.isTakenOff = true;
    this.item.remove();
  }

  good(): void {
    this.item.classList.add("upload__row--good");
    this.say("done");
    this.only();
  }

  /** The one button of the row. */
  only(key?: string, press?: () => void): void {
    this.item.querySelector("button")?.remove();
    if (!key || !press) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small";
    button.textContent = this.words(key);
    const name = document.createElement("span");
    name.className = "sr";
    name.textContent = this.file.name;
    button.append(name);
    button.addEventListener("click", press);
    this.item.append(button);
  }
}
