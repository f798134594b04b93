/** Large keys beside a number field: typed on the spot instead of by a round trip to the server. */
import { part, type Island } from "../../lib/island";

/** The number after a key: a digit is added while there is room, "back" takes the last away, "clear" all. */
export function after(typed: string, key: string, most: number): string {
  if (key === "clear") return "";
  if (key === "back") return typed.slice(0, -1);
  return (typed + key).slice(0, most);
}

export const keypad: Island = (root) => {
  const number = part(root, "number", HTMLInputElement);
  const pressed = (event: Event): void => {
    const key = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('[data-part="key"]') : null;
    if (!key) return;
    event.preventDefault();
    number.value = after(number.value, key.value, number.maxLength > 0 ? number.maxLength : 20);
    number.dispatchEvent(new Event("input", { bubbles: true }));
  };
  root.addEventListener("click", pressed);
  return () => root.removeEventListener("click", pressed);
};
