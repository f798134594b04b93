/** The room of a call, for both sides: who offers and who is polite depends on data-role alone. */
import { attribute, maybePart, part, type Island } from "../../lib/island";
import { place, refresh } from "../../lib/page";
import { getHtml, post } from "../../lib/post";
import { line, streamsOf, type News, type Peer, type Signal } from "../../lib/socket";
import { wordsOf } from "../../lib/words";
import { Chat } from "./chat";
import { Controls } from "./controls";
import { newSession, takeOver, wiresOf } from "./early";
import { Link, type Data, type LinkState, type Wires } from "./link";
import { Notice } from "./notice";

const HERE_EVERY_MS = 5000;
const LEAVE_AFTER_MS = 1200;

function markFirstFrame(root: HTMLElement, video: HTMLVideoElement): void {
  const mark = (): void => {
    root.dataset.firstFrame ??= String(performance.timeOrigin + performance.now());
  };
  if (root.dataset.firstFrame) return;
  if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(mark);
  else (video as HTMLVideoElement).addEventListener("loadeddata", mark, { once: true });
}

/** Go to where one is after the call; the same page is only brought up to date. */
export async function leave(url: string): Promise<void> {
  // whoever looks at papers beside the call goes on looking at them
  const isHere = new URL(url, location.href).pathname === location.pathname;
  const answer = await getHtml(isHere ? location.href : url).catch(() => undefined);
  if (!answer) return location.assign(url);
  const same = new URL(answer.url || url, location.href).pathname === location.pathname;
  if (!same) return place(answer);
  if (!(await refresh(answer))) location.reload();
}

export const room: Island = (root) => {
  const call = Number(attribute(root, "call"));
  const isClerk = attribute(root, "role") === "clerk";
  const other = isClerk ? "citizen" : "clerk";
  const ice = JSON.parse(root.dataset.ice || "[]") as RTCIceServer[];
  const words = wordsOf(root);
  const status = part(root, "status", HTMLElement);
  const remote = part(root, "remote", HTMLVideoElement);
  const remoteScreen = part(root, "remote-screen", HTMLVideoElement);
  const hangup = part(root, "hangup", HTMLElement);
  const notice = new Notice(root);
  const chat = new Chat(root, words);
  const socket = line();
  let over = false;
  let link: Link | undefined;
  let controls: Controls | undefined;

  const show = (text: string): void => void (status.textContent !== text && (status.textContent = text));
  const stateWords: Record<LinkState, string> = {
    waiting: "waiting", connecting: "connecting", connected: "", reconnecting: "reconnecting", "peer-left": "peer-left", lost: "gave-up",
  };
  const state = (now: LinkState): void => {
    root.dataset.link = now;
    if (over) return;
    if (now === "lost") {
      show("");
      return notice.say(words("gave-up"), words("rejoin"), () => {
        notice.clear();
        link?.again();
      });
    }
    if (now === "connected") {
      show("");
      return controls?.tell();
    }
    show(words(now === "waiting" && root.dataset.state === "ringing" ? "ringing" : stateWords[now]));
  };
  const play = (video: HTMLVideoElement): void => {
    void video.play().catch((error: Error) => {
      if (error.name !== "NotAllowedError") return;
      notice.say(words("play"), words("play"), () => {
        notice.clear();
        play(video);
      });
    });
  };
  const picture = (sort: "camera" | "screen", stream: MediaStream | null): void => {
    const video = sort === "camera" ? remote : remoteScreen;
    if (sort === "screen") {
      const box = maybePart(root, "screen-box", HTMLElement) ?? remoteScreen;
      box.hidden = !stream;
    }
    if (video.srcObject === stream) return;
    video.srcObject = stream;
    if (!stream) return;
    if (sort === "camera") markFirstFrame(root, video);
    play(video);
  };
  const told = (data: Data): void => {
    const media = data.media as { camera?: boolean } | undefined;
    if (data.bound) controls?.tell();
    if (media && root.dataset.link === "connected") show(media.camera ? "" : words("remote-off"));
  };

  const begun = isClerk ? undefined : takeOver(call);
  const session = begun?.session ?? newSession();
  const here = (): void => socket.send({ do: "here", call, session });
  const end = (): void => {
    if (over) return;
    over = true;
    root.dataset.state = "ended";
    root.dataset.link = "ended";
    controls?.close();
    link?.close();
    window.clearInterval(beat);
    picture("camera", null);
    picture("screen", null);
    notice.clear();
    show(words("ended"));
    document.dispatchEvent(new CustomEvent("room:ended", { detail: { call } }));
    const url = root.dataset.leftUrl;
    if (url) window.setTimeout(() => root.isConnected && void leave(url), LEAVE_AFTER_MS);
  };
  /** The same person goes on with this call on another screen: this one lets go of camera and line. */
  const moved = (): void => {
    if (over) return;
    over = true;
    root.dataset.link = "moved";
    controls?.close();
    link?.close();
    window.clearInterval(beat);
    picture("camera", null);
    picture("screen", null);
    show("");
    notice.say(words("moved"), words("rejoin"), () => location.reload());
  };
  const news = (one: News): void => {
    if (one.kind === "call.ended") return end();
    if (one.kind === "call.answered" && root.dataset.state === "ringing") {
      root.dataset.state = "active";
      if (link) state(link.state);
    }
    if (/^(chat|file)\.sent$|^file\.infected$|^resumed$/.test(one.kind)) void chat.read();
  };

  const hungUp = (event: Event): void => {
    event.preventDefault();
    const url = root.dataset.hangupUrl ?? (hangup as HTMLFormElement).action;
    void post(url).then(
      (answer) => (answer.ok ? end() : notice.say(words("send-failed"))),
      () => notice.say(words("send-failed")),
    );
  };
  hangup.addEventListener(hangup instanceof HTMLFormElement ? "submit" : "click", hungUp);

  let beat: number | undefined;
  const leaves: (() => void)[] = [];
  if (root.dataset.state !== "ended") {
    if (typeof RTCPeerConnection === "undefined") notice.say(words("text-only"));
    else {
      const wires: Wires = { ...wiresOf(call), state, picture, told };
      link = begun?.link.adopt(wires) ?? new Link(isClerk, ice, wires);
      controls = new Controls(root, words, link, notice);
      void controls.begin();
      state(link.state);
    }
    leaves.push(
      socket.on<Signal>("signal", (message) => message.call === call && message.from !== attribute(root, "role") && link?.hear(message.data)),
      socket.on<Peer>("peer", (message) => message.call === call && message.role === other && link?.peer(message.here, message.session)),
      socket.on<{ call: number }>("moved", (message) => message.call === call && moved()),
      socket.on("open", () => {
        if (over) return;
        here();
        link?.rejoined();
      }),
    );
    leaves.push(...streamsOf(root).map(([stream, seq]) => socket.follow(stream, seq, news)));
    here();
    if (socket.isOpen && !begun) link?.rejoined();
    beat = window.setInterval(here, HERE_EVERY_MS);
  }
  return () => {
    over = true;
    leaves.forEach((stop) => stop());
    window.clearInterval(beat);
    controls?.close();
    link?.close();
  };
};
