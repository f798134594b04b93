/** A button that prints the page. */
import type { Island } from "../../lib/island";

export const print: Island = (root) => {
  const pressed = (): void => window.print();
  root.addEventListener("click", pressed);
  return () => root.removeEventListener("click", pressed);
};
