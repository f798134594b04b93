/**
 * Pages photographed one after the other, with a word for how to hold them. Nothing is taken without the press; where
 * there is no camera, or none is allowed, the plain file field beside it stays and says why.
 */
import type { Island, Teardown } from "../../lib/island";
import { hasDevices, letGo } from "../../lib/media";
import { formNear, handTo, pictureOf } from "../../lib/shot";
import { wordsOf, type Words } from "../../lib/words";
import { Adviser, type Advice } from "./advice";
import { lookAt, type Corners } from "./sheet";

const SHARP: MediaTrackConstraints = { facingMode: { ideal: "environment" }, width: { ideal: 2560 }, height: { ideal: 1920 } };
const LOOK_EVERY_MS = 90;
const LONG_SIDE_PX = 280;

type Torch = MediaTrackConstraintSet & { torch?: boolean };

/** Ask for a look at each new frame, at most every `LOOK_EVERY_MS`; returns how to stop. */
function eachFrame(view: HTMLVideoElement, look: () => void): Teardown {
  let over = false;
  let last = -Infinity;
  const next = (): void => {
    if (over) return;
    const now = performance.now();
    if (now - last >= LOOK_EVERY_MS && view.videoWidth && !view.paused) {
      last = now;
      look();
    }
    ask();
  };
  const ask = (): void => {
    if ("requestVideoFrameCallback" in view) view.requestVideoFrameCallback(next);
    else requestAnimationFrame(next);
  };
  ask();
  return () => void (over = true);
}

function outline(canvas: HTMLCanvasElement, corners: Corners | undefined): void {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  if (!corners) return;
  pen.beginPath();
  corners.forEach(({ x, y }, i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
  pen.lineWidth = 3;
  pen.strokeStyle = getComputedStyle(canvas).color;
  pen.stroke();
}

/** The dialog, woken once for each time it is opened. */
export class Lens {
  private readonly view: HTMLVideoElement;
  private readonly words: Words;
  private stream: MediaStream | undefined;
  private stop: Teardown = () => undefined;
  private shot: Blob | undefined;
  private address = "";
  private taken = 0;
  private said: Advice | undefined;

  constructor(private readonly dialog: HTMLDialogElement, private readonly take: (file: File) => void, plainly: () => void) {
    this.view = this.find("view", HTMLVideoElement);
    this.words = wordsOf(dialog);
    this.on("shoot", () => void this.shoot());
    this.on("again", () => this.goOn());
    this.on("keep", () => this.keep());
    this.on("done", () => dialog.close());
    this.on("plain", () => (dialog.close(), plainly()));
    this.on("light", () => void this.light());
    this.on("turn", () => void this.otherLens());
    dialog.addEventListener("close", () => this.end());
  }

  async open(what: string): Promise<void> {
    this.find("what", HTMLElement).textContent = what;
    this.dialog.showModal();
    this.show("opening");
    await this.look();
  }

  private find<T extends HTMLElement>(name: string, kind: abstract new () => T): T {
    const found = this.dialog.querySelector(`[data-lens="${name}"]`);
    if (!(found instanceof kind)) throw new Error(`island "camera" needs a ${kind.name} with data-lens="${name}"`);
    return found;
  }

  private on(name: string, act: () => void): void {
    this.find(name, HTMLButtonElement).addEventListener("click", act);
  }

  /** Which of the four faces the dialog shows: opening, live, shot or trouble. */
  private show(face: string): void {
    this.dialog.dataset.face = face;
    this.dialog.querySelectorAll<HTMLElement>("[data-faces]").forEach((one) => (one.hidden = !one.dataset.faces!.split(" ").includes(face)));
  }

  private say(text: string): void {
    const line = this.find("advice", HTMLElement);
    if (line.textContent !== text) line.textContent = text;
  }

  private async look(constraints: MediaTrackConstraints = SHARP): Promise<void> {
    this.say(this.words("opening"));
    try {
      letGo(this.stream);
      this.stream = await navigator.mediaDevices.getUserMedia({ video: constraints });
    } catch (error) {
      return this.trouble(error instanceof Error ? error.name : "");
    }
    if (!this.dialog.open) return letGo(this.stream); // closed while it was asked
    this.view.srcObject = this.stream;
    await this.view.play().catch(() => undefined);
    await this.offer();
    this.goOn();
  }

  /** What this camera can besides: a light, another lens. */
  private async offer(): Promise<void> {
    const [track] = this.stream?.getVideoTracks() ?? [];
    const can = (track?.getCapabilities?.() ?? {}) as { torch?: boolean };
    const all = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
    this.find("light", HTMLElement).hidden = !can.torch;
    this.find("turn", HTMLElement).hidden = all.length < 2;
  }

  private trouble(name: string): void {
    const why = name === "NotAllowedError" || name === "SecurityError" ? "refused" : name === "NotFoundError" || name === "OverconstrainedError" ? "none-there" : "busy";
    this.show("trouble");
    this.say(this.words(why));
    this.find("plain", HTMLElement).focus();
  }

  private goOn(): void {
    this.shot = undefined;
    this.forgetPicture();
    this.show("live");
    this.find("done", HTMLElement).textContent = this.words(this.taken ? "enough" : "leave");
    this.find("count", HTMLElement).textContent = this.taken ? this.words("taken").replace("{n}", String(this.taken)) : "";
    this.find("shoot", HTMLElement).focus();
    this.stop();
    this.said = undefined;
    this.stop = this.watch();
  }

  private watch(): Teardown {
    const small = document.createElement("canvas");
    const drawn = this.find("outline", HTMLCanvasElement);
    const share = LONG_SIDE_PX / Math.max(this.view.videoWidth, this.view.videoHeight, 1);
    small.width = drawn.width = Math.round(this.view.videoWidth * share) || 1;
    small.height = drawn.height = Math.round(this.view.videoHeight * share) || 1;
    const brush = small.getContext("2d", { willReadFrequently: true });
    const adviser = new Adviser(Math.hypot(small.width, small.height));
    return eachFrame(this.view, () => {
      if (!brush || this.dialog.dataset.face !== "live") return;
      brush.drawImage(this.view, 0, 0, small.width, small.height);
      const sight = lookAt(brush.getImageData(0, 0, small.width, small.height).data, small.width, small.height);
      this.advise(adviser.next(sight, performance.now()));
      outline(drawn, sight.sheet?.corners);
    });
  }

  private advise(advice: Advice): void {
    if (advice === this.said) return;
    this.said = advice;
    this.dialog.dataset.advice = advice;
    this.say(this.words(advice));
  }

  private async shoot(): Promise<void> {
    if (this.dialog.dataset.face !== "live") return;
    this.stop();
    const picture = await pictureOf(this.view);
    if (!picture) return this.say(this.words("failed"));
    this.shot = picture;
    this.address = URL.createObjectURL(picture);
    this.find("picture", HTMLImageElement).src = this.address;
    this.show("shot");
    this.say(this.words("check"));
    this.find("keep", HTMLElement).focus();
  }

  private keep(): void {
    if (!this.shot) return;
    this.taken += 1;
    this.take(new File([this.shot], `${this.words("name")} ${this.taken}.jpg`, { type: "image/jpeg" }));
    this.goOn();
  }

  private async light(): Promise<void> {
    const button = this.find("light", HTMLElement);
    const on = button.getAttribute("aria-pressed") !== "true";
    await this.stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on } as Torch] }).catch(() => undefined);
    button.setAttribute("aria-pressed", String(on));
  }

  private async otherLens(): Promise<void> {
    const all = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
    const now = all.findIndex((one) => one.deviceId === this.stream?.getVideoTracks()[0]?.getSettings().deviceId);
    const next = all[(now + 1) % all.length];
    if (next) await this.look({ ...SHARP, facingMode: undefined, deviceId: { exact: next.deviceId } } as MediaTrackConstraints);
  }

  private forgetPicture(): void {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = "";
  }

  private end(): void {
    this.stop();
    letGo(this.stream);
    this.view.srcObject = null;
    this.forgetPicture();
    this.dialog.remove();
  }
}

export const camera: Island = (root) => {
  const sheet = document.querySelector<HTMLTemplateElement>("template[data-camera-dialog]");
  const form = formNear(root);
  if (!hasDevices() || !sheet || !form) return undefined; // the plain file field stays
  form.classList.add("is-lensed");
  root.classList.add("is-ready");
  let dialog: HTMLDialogElement | undefined;
  const plainly = (): void => form.querySelector<HTMLInputElement>('input[type="file"][capture]')?.click();
  const open = (): void => {
    dialog = (sheet.content.firstElementChild as HTMLElement).cloneNode(true) as HTMLDialogElement;
    dialog.setAttribute("data-own", "");
    document.body.append(dialog);
    // the form may have been drawn anew meanwhile: it is looked up when there is something to hand in
    const lens = new Lens(dialog, (file) => handTo(formNear(root) ?? form, [file]), plainly);
    dialog.addEventListener("close", () => root.isConnected && root.focus());
    void lens.open(root.dataset.what ?? "");
  };
  root.addEventListener("click", open);
  return () => {
    root.removeEventListener("click", open);
    dialog?.close();
  };
};
