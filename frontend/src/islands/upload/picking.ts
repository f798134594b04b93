/** Ways in which files come: picked, photographed, dropped, pasted, or handed over by another island. */

const live = new Set<HTMLElement>();
let carried = 0; // files are dragged over the page

const hasFiles = (event: DragEvent): boolean => [...(event.dataTransfer?.types ?? [])].includes("Files");

function carry(step: number): void {
  carried = Math.max(0, step === 0 ? 0 : carried + step);
  live.forEach((root) => root.classList.toggle("is-wanted", carried > 0));
}

/** What is pasted goes where one is; with one place on the page, there. */
function isMeant(root: HTMLElement): boolean {
  const focused = document.activeElement;
  if (focused instanceof HTMLInputElement && focused.type !== "file" && !root.contains(focused)) return false;
  return live.size === 1 || root.contains(focused) || root.matches(":hover");
}

/** Hand every file that comes to `add`; returns how to stop. */
export function takeFiles(root: HTMLElement, add: (files: File[]) => void): () => void {
  const picked = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== "file") return;
    const files = [...(event.target.files ?? [])];
    event.target.value = "";
    add(files);
  };
  const over = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    root.classList.toggle("is-over", event.type === "dragover");
    if (event.type === "drop") add([...(event.dataTransfer?.files ?? [])]);
  };
  const around = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    if (event.type === "drop" || event.type === "dragover") event.preventDefault(); // beside it: the browser must not leave the page
    if (root !== [...live][0]) return; // counted once a page
    if (event.type === "dragenter") carry(1);
    if (event.type === "dragleave") carry(-1);
    if (event.type === "drop") carry(0);
  };
  const pasted = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || event.defaultPrevented || !isMeant(root)) return;
    event.preventDefault();
    add(files);
  };
  const drags = ["dragover", "dragleave", "drop"] as const;
  const page = ["dragenter", "dragover", "dragleave", "drop"] as const;
  live.add(root);
  root.addEventListener("change", picked);
  root.addEventListener("yc:files", (event) => add((event as CustomEvent<File[]>).detail)); // from the camera
  drags.forEach((name) => root.addEventListener(name, over));
  page.forEach((name) => document.addEventListener(name, around));
  document.addEventListener("paste", pasted);
  return () => {
    live.delete(root);
    page.forEach((name) => document.removeEventListener(name, around));
    document.removeEventListener("paste", pasted);
  };
}
