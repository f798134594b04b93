/** A button that opens a dialog of the page. */
import { attribute, type Island } from "../../lib/island";

export const opens: Island = (root) => {
  const id = attribute(root, "opens");
  const open = (): void => {
    const dialog = document.getElementById(id);
    if (!(dialog instanceof HTMLDialogElement)) throw new Error(`island "opens" needs a dialog with id "${id}"`);
    dialog.showModal();
  };
  root.addEventListener("click", open);
  return () => root.removeEventListener("click", open);
};
