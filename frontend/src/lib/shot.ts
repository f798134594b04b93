/** A picture out of a video, as sharp as its camera gives it. */

const QUALITY = 0.92;

/** The frame that shows now, as JPEG; null where the video shows nothing. */
export function pictureOf(view: HTMLVideoElement): Promise<Blob | null> {
  if (!view.videoWidth) return Promise.resolve(null);
  const canvas = document.createElement("canvas");
  canvas.width = view.videoWidth;
  canvas.height = view.videoHeight;
  canvas.getContext("2d")?.drawImage(view, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** The form that takes the files of the material around `node`: whichever island wakes it hears `yc:files`. */
export function formNear(node: Element): HTMLFormElement | null {
  return node.closest(".material")?.querySelector<HTMLFormElement>("form.upload") ?? null;
}

/** Hand files to an upload form, as if they had been picked there. */
export function handTo(form: Element, files: File[]): void {
  form.dispatchEvent(new CustomEvent("yc:files", { detail: files }));
}
