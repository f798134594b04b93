/** The room's one line for what went wrong and what can be done. */
import { maybePart } from "../../lib/island";

export class Notice {
  private readonly place: HTMLElement | undefined;

  constructor(root: HTMLElement) {
    this.place = maybePart(root, "notice", HTMLElement);
  }

  say(text: string, button?: string, act?: () => void): void {
    if (!this.place) return;
    const line = document.createElement("span");
    line.textContent = text;
    this.place.replaceChildren(line);
    if (button && act) {
      const press = document.createElement("button");
      press.type = "button";
      press.className = "button button--small";
      press.textContent = button;
      press.addEventListener("click", act);
      this.place.append(press);
    }
    this.place.hidden = false;
  }

  clear(): void {
    if (!this.place) return;
    this.place.hidden = true;
    this.place.replaceChildren();
  }
}
