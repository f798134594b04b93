/** Words and files beside the face: sent by POST, read as the server's own partial. */
import { maybePart } from "../../lib/island";
import { morphInside } from "../../lib/morph";
import { fieldsOf, getHtml, post } from "../../lib/post";
import { sendResumable } from "../../lib/resumable";
import type { Words } from "../../lib/words";

export class Chat {
  private readonly log: HTMLElement | undefined;
  private readonly word = document.createElement("p");

  constructor(private readonly root: HTMLElement, private readonly words: Words) {
    this.log = maybePart(root, "chat-log", HTMLElement);
    this.word.className = "chat__word";
    this.word.setAttribute("role", "status");
    this.word.setAttribute("data-own", "");
    const form = maybePart(root, "chat-form", HTMLFormElement);
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send(form);
    });
    const files = maybePart(root, "file-form", HTMLFormElement);
    files?.classList.add("chat__file--live");
    (files ?? form)?.after(this.word);
    files?.addEventListener("change", () => void this.sendFiles(files));
    files?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.sendFiles(files);
    });
    this.toEnd();
  }

  /** Read the log anew; stays at the end if it was there. */
  async read(): Promise<void> {
    const url = this.root.dataset.chatUrl;
    if (!this.log || !url) return;
    const answer = await getHtml(url).catch(() => undefined);
    if (!answer?.ok) return;
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 40;
    morphInside(this.log, await answer.text());
    if (atEnd) this.toEnd();
  }

  private toEnd(): void {
    if (this.log) this.log.scrollTop = this.log.scrollHeight;
  }

  private say(text: string, bad = false): void {
    this.word.textContent = text;
    this.word.dataset.kind = bad ? "bad" : "";
  }

  private async send(form: HTMLFormElement): Promise<void> {
    const input = form.querySelector<HTMLInputElement | HTMLTextAreaElement>("[name=text]");
    if (!input?.value.trim() || form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const answer = await post(form.getAttribute("action") ?? this.root.dataset.chatUrl ?? "", fieldsOf(form)).catch(() => undefined);
    form.removeAttribute("aria-busy");
    if (!answer?.ok) return this.say(this.words("send-failed"), true);
    input.value = "";
    this.say("");
    await this.read();
    this.toEnd();
  }

  private async sendFiles(form: HTMLFormElement): Promise<void> {
    const input = form.querySelector<HTMLInputElement>('input[type="file"]');
    for (const file of [...(input?.files ?? [])]) {
      const told = (share: number, word = ""): void => this.say(`${file.name} ${Math.floor(share * 100)}% ${word}`.trim());
      const sending = sendResumable(file, form.dataset.tus ?? "", {
        progress: (share) => told(share),
        away: (share) => told(share, this.words("file-away")),
        checking: () => told(1),
      });
      const sent = await sending.done;
      if (!sent.ok) return this.say(sent.error || this.words("send-failed"), true);
    }
    if (input) input.value = "";
    this.say("");
    await this.read();
    this.toEnd();
  }
}
