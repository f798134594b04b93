/** A material photographed by a camera of this machine: on a kiosk the one above the table, without a file dialog. */
import { attribute, part, type Island } from "../../lib/island";
import { letGo } from "../../lib/media";
import { refreshOne } from "../../lib/page";
import { getHtml } from "../../lib/post";
import { sendResumable, type Sending } from "../../lib/resumable";
import { pictureOf } from "../../lib/shot";
import { wordsOf } from "../../lib/words";

const KEPT = "yc-lens";
const SHARP: MediaTrackConstraints = { width: { ideal: 2592 }, height: { ideal: 1944 } };

const kept = (): string => sessionStorage.getItem(KEPT) ?? "";

async function lenses(): Promise<MediaDeviceInfo[]> {
  return (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
}

/** Without a choice the last camera is taken: the first one looks at the face. */
async function look(id: string): Promise<MediaStream> {
  const wanted = id || (await lenses()).at(-1)?.deviceId || "";
  return navigator.mediaDevices.getUserMedia({ video: { ...SHARP, ...(wanted ? { deviceId: { ideal: wanted } } : {}) } });
}

export const snapshot: Island = (root) => {
  if (!(root instanceof HTMLFormElement)) throw new Error('island "snapshot" must be a form');
  const box = part(root, "box", HTMLElement);
  const view = part(root, "view", HTMLVideoElement);
  const lens = part(root, "lens", HTMLSelectElement);
  const open = part(root, "open", HTMLButtonElement);
  const shoot = part(root, "shoot", HTMLButtonElement);
  const close = part(root, "close", HTMLButtonElement);
  const plain = part(root, "plain", HTMLElement);
  const status = part(root, "status", HTMLElement);
  const target = attribute(root, "target");
  const endpoint = attribute(root, "tus");
  const words = wordsOf(root);
  let stream: MediaStream | undefined;
  let sending: Sending | undefined;
  if (!navigator.mediaDevices?.getUserMedia) return undefined; // the plain file field stays
  const rest = (): void => {
    plain.hidden = true;
    box.hidden = true;
    open.hidden = false;
  };
  const shut = (): void => {
    letGo(stream);
    stream = undefined;
    view.srcObject = null;
    rest();
  };
  rest();
  const list = async (): Promise<void> => {
    const now = stream?.getVideoTracks()[0]?.getSettings().deviceId;
    const found = (await lenses()).map((one, at) => new Option(one.label || `${words("lens")} ${at + 1}`, one.deviceId, false, one.deviceId === now));
    lens.replaceChildren(...found);
  };
  const show = async (): Promise<void> => {
    status.textContent = words("opening");
    try {
      letGo(stream);
      stream = await look(kept());
      view.srcObject = stream;
      box.hidden = false;
      open.hidden = true;
      await view.play();
      await list();
      status.textContent = "";
      shoot.focus();
    } catch {
      shut();
      plain.hidden = false;
      status.textContent = words("refused");
    }
  };
  const send = async (): Promise<void> => {
    const picture = await pictureOf(view);
    return picture ? sendPicture(picture) : void (status.textContent = words("failed"));
  };
  const sendPicture = async (picture: Blob): Promise<void> => {
    status.textContent = words("sending");
    shoot.disabled = true;
    const told = (key: string) => (share: number) => void (status.textContent = `${words(key)} ${Math.floor(share * 100)}%`);
    const file = new File([picture], "photo.jpg", { type: "image/jpeg" });
    sending = sendResumable(file, endpoint, { progress: told("sending"), away: told("away"), checking: () => undefined });
    const sent = await sending.done.finally(() => (shoot.disabled = false));
    return sent.ok ? taken() : void (status.textContent = sent.error || words("failed"));
  };
  const taken = async (): Promise<void> => {
    shut();
    const answer = await getHtml(location.href).catch(() => undefined);
    if (answer?.ok) refreshOne(target, await answer.text());
    rest(); // the new HTML is that of a page without scripts
    status.textContent = words("done");
  };
  const changed = (): void => {
    sessionStorage.setItem(KEPT, lens.value);
    void show();
  };
  root.addEventListener("yc:files", (event) => (event as CustomEvent<File[]>).detail.forEach((file) => void sendPicture(file)));
  open.addEventListener("click", () => void show());
  close.addEventListener("click", shut);
  shoot.addEventListener("click", () => void send());
  lens.addEventListener("change", changed);
  return () => {
    letGo(stream);
    sending?.leave();
  };
};
