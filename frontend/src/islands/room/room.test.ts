import { beforeEach, expect, test, vi } from "vitest";
import { answer, submit, wake, words } from "../../testing";
import { Link, STUCK_MS, type Data, type LinkState } from "./link";
import { room } from "./room";

class FakeTransceiver {
  direction = "sendrecv";
  sender = { replaceTrack: vi.fn(() => Promise.resolve()), setStreams: vi.fn() };
  receiver: { track: { kind: string } };
  constructor(kind: string) {
    this.receiver = { track: { kind } };
  }
  stop(): void {}
}
class FakePeer {
  static all: FakePeer[] = [];
  signalingState = "stable";
  connectionState = "new";
  localDescription: { type: string; sdp: string } | null = null;
  transceivers: FakeTransceiver[] = [];
  closed = false;
  restartIce = vi.fn();
  onnegotiationneeded?: () => void;
  constructor(readonly config: unknown) {
    FakePeer.all.push(this);
  }
  addTransceiver(kind: string): FakeTransceiver {
    const one = new FakeTransceiver(kind);
    this.transceivers.push(one);
    queueMicrotask(() => this.onnegotiationneeded?.());
    return one;
  }
  getTransceivers = (): FakeTransceiver[] => this.transceivers;
  async setLocalDescription(): Promise<void> {
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    this.localDescription = { type, sdp: "v=0" };
    this.signalingState = type === "offer" ? "have-local-offer" : "stable";
  }
  async setRemoteDescription({ type }: { type: string }): Promise<void> {
    this.signalingState = type === "offer" ? "have-remote-offer" : "stable";
    if (type === "offer" && !this.transceivers.length) this.transceivers = [new FakeTransceiver("audio"), new FakeTransceiver("video")];
  }
  addIceCandidate = async (): Promise<void> => undefined;
  close(): void {
    this.closed = true;
  }
}
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 5));
function newLink(isClerk: boolean): { link: Link; sent: Data[]; states: LinkState[] } {
  const sent: Data[] = [];
  const states: LinkState[] = [];
  const link = new Link(isClerk, [], {
    send: (data) => sent.push(data), isOpen: () => true, check: () => undefined, state: (state) => states.push(state), picture: () => undefined, told: () => undefined,
  });
  return { link, sent, states };
}

beforeEach(() => {
  FakePeer.all = [];
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("MediaStream", class { id = "cam"; getTracks = (): [] => []; getVideoTracks = (): [] => []; });
  Object.defineProperty(navigator, "mediaDevices", { value: undefined, configurable: true });
});

test("the clerk prepares an offer while it rings and sends it when the citizen comes", async () => {
  const { link, sent } = newLink(true);
  await settled();
  expect(sent).toEqual([]);
  expect(FakePeer.all[0]!.config).toMatchObject({ iceServers: [] });

  link.peer(true, "one");
  await settled();

  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ description: { type: "offer" }, to: null });
  link.close();
});

test("the citizen answers and does not offer by himself", async () => {
  const { link, sent } = newLink(false);
  link.hear({ description: { type: "offer", sdp: "v=0" }, pc: "clerk1", to: null, n: 1, streams: {} });
  await settled();
  expect(sent.filter((data) => data.description)).toMatchObject([{ description: { type: "answer" }, to: "clerk1", answers: 1 }]);

  link.hear({ description: { type: "offer", sdp: "v=0" }, pc: "clerk1", to: null, n: 1, streams: {} });
  await settled();
  expect(FakePeer.all).toHaveLength(1);
  link.close();
});

test("a citizen whose page was reloaded gets a fresh connection", async () => {
  const { link, sent } = newLink(true);
  link.peer(true, "one");
  await settled();
  link.hear({ description: { type: "answer", sdp: "v=0" }, pc: "cit1", to: sent[0]!.pc, answers: 1, streams: {} });
  await settled();
  expect(FakePeer.all).toHaveLength(1);

  link.hear({ sync: true, pc: "cit2", sees: null });
  await settled();

  expect(FakePeer.all).toHaveLength(2);
  expect(FakePeer.all[0]!.closed).toBe(true);
  expect(sent[sent.length - 1]).toMatchObject({ description: { type: "offer" }, to: null });
  link.close();
});

test("the same citizen back on a new socket only restarts ICE", async () => {
  const { link, sent } = newLink(true);
  link.peer(true, "one");
  await settled();
  link.hear({ description: { type: "answer", sdp: "v=0" }, pc: "cit1", to: sent[0]!.pc, answers: 1, streams: {} });
  await settled();

  link.hear({ sync: true, pc: "cit1", sees: sent[0]!.pc });
  await settled();

  expect(FakePeer.all).toHaveLength(1);
  expect(FakePeer.all[0]!.restartIce).toHaveBeenCalled();
  link.close();
});

test("an offer that nobody answers is made anew on a new connection", async () => {
  vi.useFakeTimers();
  const { link } = newLink(true);
  await vi.advanceTimersByTimeAsync(10);
  link.peer(true, "one");

  await vi.advanceTimersByTimeAsync(STUCK_MS + 50);

  expect(FakePeer.all).toHaveLength(2);
  link.close();
  vi.useRealTimers();
});

test("after three quarters of a minute it gives up and says so", async () => {
  vi.useFakeTimers();
  const { link, states } = newLink(false);
  link.peer(true, "one");

  await vi.advanceTimersByTimeAsync(50_000);

  expect(states[states.length - 1]).toBe("lost");
  link.close();
  vi.useRealTimers();
});

const ROOM = `<section data-island="room" data-call="7" data-role="citizen" data-ice="[]" data-state="active" data-stream="call:7" data-seq="3" data-chat-url="/log/" data-hangup-url="/hang-up/">
  ${words("connecting", "waiting", "ended", "insecure", "text-only", "send-failed", "mute", "unmute", "camera-on", "camera-off", "photo", "gave-up", "peer-left", "reconnecting")}
  <figure><video data-part="remote"></video><p data-part="status"></p></figure><video data-part="remote-screen"></video><figure><video data-part="local"></video></figure>
  <div data-part="notice" hidden></div><button data-part="mute"></button><button data-part="camera"></button><form data-part="hangup" action="/hang-up/"></form>
  <div data-part="chat-log"></div><form data-part="chat-form" action="/chat/"><input name="text"></form></section>`;

test("without a camera and a secure page it says so and goes on with text", async () => {
  answer("<p>空</p>");
  const { root, line } = wake("room", room, ROOM);

  await vi.waitFor(() => expect(root.querySelector('[data-part="notice"]')!.textContent).toBe("insecure! text-only!"));
  expect(root.dataset.media).toBe("text");
  expect(line.sent).toContainEqual(expect.objectContaining({ do: "here", call: 7 }));
});

test("words go by POST, and the log is read again when either side wrote", async () => {
  const asked = answer("<p>您好</p>");
  const { root, line } = wake("room", room, ROOM);
  root.querySelector<HTMLInputElement>('[name="text"]')!.value = "您好";

  submit(root.querySelector('[data-part="chat-form"]')!);
  await vi.waitFor(() => expect(root.querySelector('[data-part="chat-log"]')!.textContent).toBe("您好"));
  line.news("call:7", "chat.sent");
  await vi.waitFor(() => expect(asked.filter((one) => one.url === "/log/")).toHaveLength(2));

  expect(asked[0]).toMatchObject({ url: "/chat/", method: "POST" });
});

test("the end of the call lets go of everything and says so", async () => {
  answer("<p></p>");
  const { root, line } = wake("room", room, ROOM);

  line.news("call:7", "call.ended");

  expect(root.dataset.state).toBe("ended");
  expect(root.querySelector('[data-part="status"]')!.textContent).toBe("ended!");
  expect(FakePeer.all[0]!.closed).toBe(true);
});
