/** What the camera of a call shows becomes a material: taken here, at full sharpness, by the press of whose camera it is. */
import type { Island } from "../../lib/island";
import { post } from "../../lib/post";
import { formNear, handTo, pictureOf } from "../../lib/shot";
import { wordsOf, type Words } from "../../lib/words";

const SHARP: MediaTrackConstraints = { width: { ideal: 2560 }, height: { ideal: 1920 } };
const SHARPER_WITHIN_MS = 1500;
const SETTLE_MS = 250; // a camera that changed its size finds its light again

const sleep = (ms: number): Promise<void> => new Promise((resolve) => window.setTimeout(resolve, ms));

/** The track of the room's own picture, if it shows anything. */
function ownTrack(): MediaStreamTrack | undefined {
  const view = document.querySelector<HTMLVideoElement>('.room [data-part="local"]');
  const track = view?.srcObject instanceof MediaStream ? view.srcObject.getVideoTracks()[0] : undefined;
  return track && track.readyState === "live" && track.enabled ? track : undefined;
}

/** One picture as large as the camera gives it; what the call asks of the camera is put back afterwards. */
export async function sharpest(track: MediaStreamTrack): Promise<Blob | null> {
  const before = track.getConstraints();
  const width = track.getSettings().width ?? 0;
  const view = document.createElement("video");
  view.muted = true;
  view.playsInline = true;
  view.srcObject = new MediaStream([track]);
  try {
    await view.play();
    await track.applyConstraints(SHARP).catch(() => undefined);
    const until = performance.now() + SHARPER_WITHIN_MS;
    while (view.videoWidth <= width && (track.getSettings().width ?? 0) > width && performance.now() < until) await sleep(50);
    await sleep(SETTLE_MS);
    return await pictureOf(view);
  } catch {
    return null;
  } finally {
    view.srcObject = null;
    await track.applyConstraints(before).catch(() => undefined);
  }
}

class Freeze {
  private readonly words: Words;
  private picture: Blob | undefined;
  private address = "";

  constructor(private readonly dialog: HTMLDialogElement, private readonly give: (file: File) => void) {
    this.words = wordsOf(dialog);
    this.find("again").addEventListener("click", () => void this.take());
    this.find("leave").addEventListener("click", () => dialog.close());
    this.find("give").addEventListener("click", () => this.handOver());
    dialog.addEventListener("close", () => this.end());
  }

  async open(what: string): Promise<void> {
    this.find("what").textContent = what;
    this.dialog.showModal();
    await this.take();
  }

  private find(name: string): HTMLElement {
    const found = this.dialog.querySelector<HTMLElement>(`[data-lens="${name}"]`);
    if (!found) throw new Error(`island "freeze" needs data-lens="${name}"`);
    return found;
  }

  private show(picture: Blob | null): void {
    if (this.address) URL.revokeObjectURL(this.address);
    this.picture = picture ?? undefined;
    this.address = picture ? URL.createObjectURL(picture) : "";
    const image = this.find("picture") as HTMLImageElement;
    image.hidden = this.find("give").hidden = !picture;
    if (picture) image.src = this.address;
    this.find("advice").textContent = this.words(picture ? "check" : "no-picture");
    this.find(picture ? "give" : "again").focus();
  }

  private async take(): Promise<void> {
    const track = ownTrack();
    this.find("advice").textContent = this.words("opening");
    const picture = track ? await sharpest(track) : null;
    if (this.dialog.open) this.show(picture);
  }

  private handOver(): void {
    if (!this.picture) return;
    this.give(new File([this.picture], `${this.words("name")}.jpg`, { type: "image/jpeg" }));
    this.dialog.close();
  }

  private end(): void {
    if (this.address) URL.revokeObjectURL(this.address);
    this.picture = undefined;
    this.dialog.remove();
  }
}

export const freeze: Island = (root) => {
  const form = (): HTMLFormElement | null => {
    const row = root.dataset.row ? document.querySelector(root.dataset.row) : root;
    return row?.querySelector<HTMLFormElement>("form.upload") ?? (row ? formNear(row) : null);
  };
  const give = (file: File): void => {
    const there = form();
    if (there) handTo(there, [file]);
    if (root.dataset.answerUrl) void post(root.dataset.answerUrl, { answer: "yes" }).catch(() => undefined);
  };
  const open = (): void => {
    const sheet = document.querySelector<HTMLTemplateElement>("template[data-freeze-dialog]");
    const dialog = sheet?.content.firstElementChild?.cloneNode(true);
    if (!(dialog instanceof HTMLDialogElement)) throw new Error('island "freeze" needs a template with data-freeze-dialog');
    dialog.setAttribute("data-own", "");
    document.body.append(dialog);
    dialog.addEventListener("close", () => root.isConnected && root.focus());
    void new Freeze(dialog, give).open(root.dataset.what ?? "");
  };
  root.addEventListener("click", open);
  return () => root.removeEventListener("click", open);
};
