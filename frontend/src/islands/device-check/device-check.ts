/** Try camera and microphone while waiting; what was granted is kept for the room. */
import { maybePart, part, type Island } from "../../lib/island";
import { acquireOne, choose, keep, listDevices, warm, type Got } from "../../lib/media";
import { wordsOf } from "../../lib/words";

const LISTEN_MS = 100;
const QUIET_AFTER_MS = 6000;
const HEARD = 0.06;

/** Show how loud it is; calls `heard` at the first voice. Returns how to stop. */
function listen(stream: MediaStream, meter: HTMLMeterElement, heard: () => void): () => void {
  if (!stream.getAudioTracks().length || typeof AudioContext === "undefined") return () => undefined;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  const timer = window.setInterval(() => {
    analyser.getByteTimeDomainData(samples);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128) / 128), 0);
    meter.value = Math.min(1, loudest * 1.8);
    if (loudest > HEARD) heard();
  }, LISTEN_MS);
  return () => {
    window.clearInterval(timer);
    void context.close();
  };
}

export const deviceCheck: Island = (root) => {
  const start = part(root, "start", HTMLButtonElement);
  const preview = part(root, "preview", HTMLVideoElement);
  const meter = part(root, "level", HTMLMeterElement);
  const result = part(root, "result", HTMLElement);
  const selects = { camera: part(root, "camera-select", HTMLSelectElement), mic: part(root, "mic-select", HTMLSelectElement) };
  const box = maybePart(root, "box", HTMLElement);
  const words = wordsOf(root);
  let deaf: () => void = () => undefined;
  let quiet: number | undefined;
  let now: Got | undefined;

  const say = (key: string, kind: "good" | "warn" | ""): void => {
    result.textContent = words(key);
    result.dataset.kind = kind;
  };
  const show = (got: Got): void => {
    now = got;
    deaf();
    window.clearTimeout(quiet);
    preview.muted = true;
    preview.srcObject = got.stream.getVideoTracks().length ? got.stream : null;
    void preview.play().catch(() => undefined);
    let heard = false;
    deaf = listen(got.stream, meter, () => {
      if (!heard && result.dataset.kind === "warn") say("ok", "good");
      heard = true;
    });
    quiet = window.setTimeout(() => !heard && got.stream.getAudioTracks().length && say("quiet", "warn"), QUIET_AFTER_MS);
  };
  const verdict = (got: Got): void => {
    if (got.level === "text") return say(got.trouble ?? "none", "warn");
    if (got.trouble === "refused" || got.trouble === "busy") return say(got.trouble, "warn");
    say(got.level === "full" ? "ok" : "voice-only", got.level === "full" ? "good" : "warn");
  };
  const tried = async (): Promise<void> => {
    say("starting", "");
    start.setAttribute("aria-busy", "true");
    const got = await warm();
    start.removeAttribute("aria-busy");
    verdict(got);
    if (got.level === "text" || !root.isConnected) return;
    if (box) box.hidden = false;
    show(got);
    await listDevices(selects.camera, "camera", got.stream.getVideoTracks()[0]);
    await listDevices(selects.mic, "mic", got.stream.getAudioTracks()[0]);
  };
  const changed = async (sort: "camera" | "mic"): Promise<void> => {
    choose(sort, selects[sort].value);
    const kind = sort === "camera" ? "video" : "audio";
    try {
      const others = (now?.stream.getTracks() ?? []).filter((track) => track.kind !== kind);
      now?.stream.getTracks().filter((track) => track.kind === kind).forEach((track) => track.stop());
      const got: Got = { stream: new MediaStream([...others, await acquireOne(sort)]), level: "full" };
      keep(got);
      show(got);
      verdict(got);
    } catch {
      say("busy", "warn");
    }
  };
  start.addEventListener("click", () => void tried());
  (["camera", "mic"] as const).forEach((sort) => selects[sort].addEventListener("change", () => void changed(sort)));
  return () => {
    deaf();
    window.clearTimeout(quiet);
    preview.srcObject = null;
  };
};
