/** Own microphone, camera, screen and devices, each with a button that says what it will do. */
import { maybePart, part } from "../../lib/island";
import { acquireOne, canShareScreen, choose, letGo, listDevices, take, type Got } from "../../lib/media";
import { post } from "../../lib/post";
import type { Words } from "../../lib/words";
import type { Link } from "./link";
import type { Notice } from "./notice";

const word = (root: HTMLElement, name: string, text: string): void => {
  const place = maybePart(root, `${name}-word`, HTMLElement) ?? maybePart(root, name, HTMLElement);
  if (place) place.textContent = text;
};

function press(root: HTMLElement, name: string, pressed: boolean, text: string, icons: [string, string]): void {
  const button = maybePart(root, name, HTMLButtonElement);
  button?.setAttribute("aria-pressed", String(pressed));
  button?.querySelector(".icon")?.classList.replace(`icon--${icons[pressed ? 0 : 1]}`, `icon--${icons[pressed ? 1 : 0]}`);
  word(root, name, text);
}

export class Controls {
  private stream = new MediaStream();
  private screen: MediaStream | undefined;
  private closed = false;
  private readonly local: HTMLVideoElement;

  constructor(private readonly root: HTMLElement, private readonly words: Words, private readonly link: Link, private readonly notice: Notice) {
    this.local = part(root, "local", HTMLVideoElement);
    this.local.muted = true;
    this.on("mute", () => this.toggleMute());
    this.on("camera", () => void this.toggleCamera());
    this.on("share", () => void this.toggleShare());
    this.on("devices", () => void this.openDevices());
    this.devices("camera");
    this.devices("mic");
    if (!canShareScreen()) word(root, "share", words("photo"));
  }

  /** Get what there is and put it into the call. */
  async begin(): Promise<void> {
    const got = await take();
    if (this.closed) return letGo(got.stream);
    this.stream = got.stream;
    this.root.dataset.media = got.level;
    this.explain(got);
    this.put("audio", this.track("audio"));
    this.put("video", this.track("video"));
    this.show();
  }

  close(): void {
    this.closed = true;
    letGo(this.stream);
    letGo(this.screen);
    this.local.srcObject = null;
  }

  /** What the other side should know of us. */
  tell(): void {
    this.link.tell({ media: { camera: Boolean(this.track("video")), mic: Boolean(this.track("audio")?.enabled) } });
  }

  private on(name: string, act: () => void): void {
    maybePart(this.root, name, HTMLButtonElement)?.addEventListener("click", act);
  }

  private track(kind: "audio" | "video"): MediaStreamTrack | null {
    return this.stream.getTracks().find((one) => one.kind === kind && one.readyState === "live") ?? null;
  }

  private put(kind: "audio" | "video", track: MediaStreamTrack | null): void {
    this.stream.getTracks().filter((one) => one.kind === kind && one !== track).forEach((old) => {
      this.stream.removeTrack(old);
      old.stop();
    });
    if (track && !this.stream.getTracks().includes(track)) this.stream.addTrack(track);
    if (track) track.onended = () => this.ended(kind);
    this.link.set(kind, track);
    this.tell();
  }

  /** A phone call or another program took the device away. */
  private ended(kind: "audio" | "video"): void {
    if (this.closed) return;
    this.put(kind, null);
    this.show();
    this.notice.say(this.words("lost-device"));
  }

  private explain(got: Got): void {
    if (!got.trouble) return;
    const level = got.level === "text" ? this.words("text-only") : got.level === "voice" ? this.words("voice-only") : "";
    const why = got.trouble === "none" ? "" : this.words(got.trouble);
    const text = [why, level].filter(Boolean).join(" ");
    if (text) this.notice.say(text);
  }

  private show(): void {
    const video = this.track("video");
    this.local.srcObject = video ? new MediaStream([video]) : null;
    this.local.closest("figure")?.toggleAttribute("data-off", !video);
    if (video) void this.local.play().catch(() => undefined);
    const muted = !this.track("audio")?.enabled;
    press(this.root, "mute", muted, this.words(muted ? "unmute" : "mute"), ["mic", "mic-off"]);
    press(this.root, "camera", !video, this.words(video ? "camera-off" : "camera-on"), ["camera", "camera-off"]);
  }

  private toggleMute(): void {
    const track = this.track("audio");
    if (!track) return void this.reopen("mic");
    track.enabled = !track.enabled;
    this.show();
    this.tell();
  }

  private async toggleCamera(): Promise<void> {
    if (!this.track("video")) return this.reopen("camera");
    this.put("video", null); // stopped, not only hidden: the camera's light goes out
    this.show();
  }

  private async reopen(sort: "camera" | "mic"): Promise<void> {
    try {
      const track = await acquireOne(sort);
      if (this.closed) return track.stop();
      this.put(sort === "camera" ? "video" : "audio", track);
      this.root.dataset.media = this.track("video") ? "full" : "voice";
      this.notice.clear();
    } catch (error) {
      const refused = error instanceof Error && error.name === "NotAllowedError";
      this.notice.say(this.words(!navigator.mediaDevices ? "insecure" : refused ? "refused" : "busy"));
    }
    this.show();
  }

  private async toggleShare(): Promise<void> {
    if (this.screen) return this.stopShare();
    if (!canShareScreen()) {
      this.notice.say(this.words("no-share"));
      return maybePart(this.root, "file-form", HTMLFormElement)?.querySelector<HTMLInputElement>('input[type="file"]')?.click();
    }
    try {
      this.screen = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 8, max: 15 } }, audio: false });
    } catch (error) {
      // Closing the browser's own picker is a change of mind, not a failure.
      if (!(error instanceof Error && error.name === "NotAllowedError")) this.notice.say(this.words("share-failed"));
      return;
    }
    if (this.closed) return letGo(this.screen);
    const [track] = this.screen.getVideoTracks();
    if (track) {
      track.contentHint = "detail";
      track.onended = () => this.stopShare();
    }
    this.link.share(this.screen);
    this.shared(true);
  }

  private stopShare(): void {
    if (!this.screen) return;
    letGo(this.screen);
    this.screen = undefined;
    this.link.share(undefined);
    this.shared(false);
  }

  private shared(on: boolean): void {
    press(this.root, "share", on, this.words(on ? "unshare" : "share"), ["screen", "screen"]);
    this.root.toggleAttribute("data-sharing", on);
    const url = this.root.dataset.shareUrl;
    if (url) void post(url, { state: on ? "started" : "stopped" }).catch(() => undefined);
  }

  private devices(sort: "camera" | "mic"): void {
    const select = maybePart(this.root, `${sort}-select`, HTMLSelectElement);
    select?.addEventListener("change", () => {
      choose(sort, select.value);
      void this.reopen(sort);
    });
  }

  private async openDevices(): Promise<void> {
    const sheet = maybePart(this.root, "device-sheet", HTMLDialogElement);
    if (!navigator.mediaDevices) return this.notice.say(this.words("insecure"));
    for (const sort of ["camera", "mic"] as const) {
      const select = maybePart(this.root, `${sort}-select`, HTMLSelectElement);
      if (select) await listDevices(select, sort, this.track(sort === "camera" ? "video" : "audio") ?? undefined);
    }
    sheet?.showModal();
  }
}
