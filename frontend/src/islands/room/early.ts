/**
 * The citizen's end of a call, begun at the press of 接听 while the page of the room is still on its way: the two
 * pages find each other in the time in which the server draws. The room takes it over as it stands.
 */
import { warm } from "../../lib/media";
import { line, type Peer, type Signal } from "../../lib/socket";
import { Link, type Wires } from "./link";

export interface Early { call: number; session: string; link: Link; stop: () => void }

let begun: Early | undefined;

/** Of this room on this page: a reload or another device is another session, a new socket is not. */
export const newSession = (): string => Math.random().toString(36).slice(2, 14);

/** How a connection speaks through the page's socket. */
export const wiresOf = (call: number): Pick<Wires, "send" | "isOpen" | "check"> => ({
  send: (data) => line().send({ do: "signal", call, data }),
  isOpen: () => line().isOpen,
  check: () => line().check(),
});

/** Begin the call whose ring is shown here; does nothing where the ring does not name it. */
export function begin(ring: HTMLElement | null | undefined): void {
  const call = Number(ring?.dataset.call);
  if (!ring || !call || typeof RTCPeerConnection === "undefined") return;
  drop();
  const socket = line();
  const session = newSession();
  const ice = JSON.parse(ring.dataset.ice || "[]") as RTCIceServer[];
  const link = new Link(false, ice, { ...wiresOf(call), state: () => undefined, picture: () => undefined, told: () => undefined });
  const leaves = [
    socket.on<Signal>("signal", (message) => message.call === call && message.from === "clerk" && link.hear(message.data)),
    socket.on<Peer>("peer", (message) => message.call === call && message.role === "clerk" && link.peer(message.here, message.session)),
  ];
  const mine: Early = { call, session, link, stop: () => leaves.forEach((leave) => leave()) };
  begun = mine;
  socket.send({ do: "here", call, session });
  link.rejoined();
  void warm().then((got) => {
    if (begun !== mine) return; // the room has it now and puts the tracks in itself
    got.stream.getTracks().forEach((track) => link.set(track.kind === "audio" ? "audio" : "video", track));
  });
}

/** Hand over what was begun for this call. */
export function takeOver(call: number): Early | undefined {
  const early = begun;
  if (early?.call !== call) return undefined;
  begun = undefined;
  early.stop();
  return early;
}

/** Let go of what no room has taken over. */
export function drop(): void {
  begun?.stop();
  begun?.link.close();
  begun = undefined;
}
