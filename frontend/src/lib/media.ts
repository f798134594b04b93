/** Camera and microphone: a ladder (both, voice, text), and a granted stream kept from the waiting page to the room. */

export type Trouble = "insecure" | "refused" | "none" | "busy";
export type Level = "full" | "voice" | "text";
export interface Got { stream: MediaStream; level: Level; trouble?: Trouble }
type Sort = "camera" | "mic";

const KEEP_MS = 4 * 60_000; // the camera's light should not burn through a long wait
const VIDEO: MediaTrackConstraints = { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 20, max: 30 } };
const AUDIO: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

let kept: Promise<Got> | undefined;
let release: number | undefined;

export const hasDevices = (): boolean => Boolean(navigator.mediaDevices?.getUserMedia);
export const canShareScreen = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === "function";

export function chosen(sort: Sort): string {
  try {
    return localStorage.getItem(`yc-${sort}`) ?? "";
  } catch {
    return "";
  }
}

export function choose(sort: Sort, id: string): void {
  try {
    localStorage.setItem(`yc-${sort}`, id);
  } catch {
    // a private window without storage: the choice holds for this call only
  }
}

const wanted = (sort: Sort): MediaTrackConstraints => ({
  ...(sort === "camera" ? VIDEO : AUDIO),
  ...(chosen(sort) ? { deviceId: { ideal: chosen(sort) } } : {}),
});

function troubleOf(error: unknown): Trouble {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "none" : "busy";
}

/** Ask for what there is, best first. Never rejects: without anything the stream is empty and the level is text. */
export async function acquire(): Promise<Got> {
  if (!hasDevices()) return { stream: new MediaStream(), level: "text", trouble: "insecure" };
  const devices = navigator.mediaDevices;
  let trouble: Trouble;
  try {
    return { stream: await devices.getUserMedia({ audio: wanted("mic"), video: wanted("camera") }), level: "full" };
  } catch (error) {
    trouble = troubleOf(error);
  }
  const voice = await devices.getUserMedia({ audio: wanted("mic") }).catch(() => undefined);
  if (voice) return { stream: voice, level: "voice", trouble };
  const picture = trouble === "none" ? await devices.getUserMedia({ video: wanted("camera") }).catch(() => undefined) : undefined;
  if (picture) return { stream: picture, level: "full", trouble };
  return { stream: new MediaStream(), level: "text", trouble };
}

/** One track anew, after the camera was off or another device chosen. */
export async function acquireOne(sort: Sort): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia(sort === "camera" ? { video: wanted("camera") } : { audio: wanted("mic") });
  const [track] = stream.getTracks();
  if (!track) throw new Error(`no ${sort} track`);
  return track;
}

export function letGo(stream: MediaStream | undefined): void {
  stream?.getTracks().forEach((track) => track.stop());
}

/** Ask now and keep the answer for the room. Asking again while it is kept gives the same. */
export function warm(): Promise<Got> {
  kept ??= acquire();
  window.clearTimeout(release);
  release = window.setTimeout(cool, KEEP_MS);
  return kept;
}

/** Keep this stream, chosen in the device check, instead of the one kept so far. */
export function keep(got: Got): void {
  kept = Promise.resolve(got);
  window.clearTimeout(release);
  release = window.setTimeout(cool, KEEP_MS);
}

/** Let the kept stream go unused. */
export function cool(): void {
  window.clearTimeout(release);
  void kept?.then((got) => letGo(got.stream));
  kept = undefined;
}

/** Hand over the kept stream, or ask; the caller owns it and must let it go. */
export async function take(): Promise<Got> {
  window.clearTimeout(release);
  const before = kept;
  kept = undefined;
  const got = await before;
  const alive = got && got.level !== "text" && got.stream.getTracks().every((track) => track.readyState === "live");
  return alive ? got : acquire();
}

/** Warm up without a question on the screen: only where the person has allowed it before. */
export async function warmIfAllowed(): Promise<void> {
  try {
    const states = await Promise.all(["camera", "microphone"].map((name) => navigator.permissions.query({ name: name as PermissionName })));
    if (states.every((status) => status.state === "granted")) await warm();
  } catch {
    // a browser that does not tell: the room will ask
  }
}

/** Fill a list with the devices of a sort; empty lists are disabled. */
export async function listDevices(select: HTMLSelectElement, sort: Sort, now?: MediaStreamTrack): Promise<void> {
  const kind = sort === "camera" ? "videoinput" : "audioinput";
  const all = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === kind && device.deviceId);
  select.replaceChildren(...all.map((device, index) => new Option(device.label || `${index + 1}`, device.deviceId)));
  select.disabled = all.length === 0;
  select.value = now?.getSettings().deviceId ?? chosen(sort);
}
