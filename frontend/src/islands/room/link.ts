/**
 * The peer connection between the two sides of a call.
 *
 * The clerk offers first and is the polite peer; the citizen answers and is impolite. Every connection has an id
 * that travels with each message, so that a page that was reloaded, or a socket that came back, is told apart from
 * the same connection still alive. Tracks are put into standing transceivers: muting, choosing another device or a
 * late camera need no new negotiation.
 */
export type Data = Record<string, unknown>;
export type LinkState = "waiting" | "connecting" | "connected" | "reconnecting" | "peer-left" | "lost";
export interface Wires {
  send: (data: Data) => void;
  isOpen: () => boolean;
  check: () => void;
  state: (state: LinkState) => void;
  picture: (sort: "camera" | "screen", stream: MediaStream | null) => void;
  told: (data: Data) => void;
}

export const STUCK_MS = 5000;
export const FIRST_TRY_MS = 2000;
export const TRY_EVERY_MS = 8000;
export const GIVE_UP_MS = 45_000;

const newId = (): string => Math.random().toString(36).slice(2, 12);

export class Link {
  private pc!: RTCPeerConnection;
  private mine = "";
  private theirs: string | undefined;
  private offers = 0;
  private answered = 0;
  private chain: Promise<void> = Promise.resolve();
  private here = false;
  private session = "";
  private wasConnected = false;
  private failingAt: number | undefined;
  private tryAt = 0;
  private readonly timer: number;
  private stuck: number | undefined;
  private readonly camera = new MediaStream();
  private readonly tracks: { audio: MediaStreamTrack | null; video: MediaStreamTrack | null } = { audio: null, video: null };
  private screen: MediaStream | undefined;
  private theirStreams: Record<string, string> = {};
  private pictures = new Map<string, MediaStream>();
  private closed = false;

  constructor(private readonly isClerk: boolean, private readonly ice: RTCIceServer[], private wires: Wires) {
    this.fresh();
    this.timer = window.setInterval(() => this.watch(), 1000);
  }

  get state(): LinkState {
    if (this.pc.connectionState === "connected") return "connected";
    if (!this.here) return this.wasConnected ? "peer-left" : "waiting";
    return this.wasConnected ? "reconnecting" : "connecting";
  }

  /** Go on with other wires: the page of the room has come, and is told how things stand. */
  adopt(wires: Wires): this {
    this.wires = wires;
    this.showPictures();
    this.report();
    return this;
  }

  /** Put a track in, or take it out with null. */
  set(kind: "audio" | "video", track: MediaStreamTrack | null): void {
    this.tracks[kind] = track;
    void this.sender(kind)?.replaceTrack(track).catch(() => undefined);
  }

  /** Show a screen to the other side, or stop with undefined. */
  share(screen: MediaStream | undefined): void {
    this.screen = screen;
    const standing = this.pc.getTransceivers().find((one) => screens.has(one));
    const track = screen?.getVideoTracks()[0] ?? null;
    if (standing) {
      // A stopped place is made free by both sides; the next share gets a new one with a new stream.
      screens.delete(standing);
      standing.stop();
    }
    if (screen && track && this.theirs) screens.add(this.pc.addTransceiver(track, { direction: "sendonly", streams: [screen] }));
    this.tell({});
  }

  /** Say something small to the other page; streams go with it so that a screen is known from a face. */
  tell(data: Data): void {
    if (this.theirs) this.wires.send({ ...data, pc: this.mine, to: this.theirs, streams: this.streams() });
  }

  /** The other side's page came, went, or came anew. */
  peer(here: boolean, session: string): void {
    const anew = here && (session !== this.session || !this.here);
    this.here = here;
    if (here) this.session = session;
    if (anew) this.greet();
    this.report();
  }

  /** Our own socket is back: find out whether both still mean the same connection. */
  rejoined(): void {
    this.greet();
  }

  /** Begin anew after giving up. */
  again(): void {
    this.failingAt = undefined;
    this.rebuild();
    this.wires.check();
  }

  hear(data: Data): void {
    this.here = true;
    this.queue(() => this.handle(data));
  }

  close(): void {
    this.closed = true;
    window.clearInterval(this.timer);
    window.clearTimeout(this.stuck);
    this.pc.close();
  }

  private queue(work: () => Promise<void>): void {
    this.chain = this.chain.then(() => (this.closed ? undefined : work())).catch((error: unknown) => console.warn(error));
  }

  private fresh(): void {
    window.clearTimeout(this.stuck);
    if (this.mine) this.pc.close();
    this.pictures.clear();
    this.mine = newId();
    this.theirs = undefined;
    this.answered = 0;
    const pc = new RTCPeerConnection({ iceServers: this.ice, bundlePolicy: "max-bundle" });
    this.pc = pc;
    pc.onnegotiationneeded = () => this.queue(() => this.offer(pc));
    pc.onicecandidate = ({ candidate }) => this.candidate(pc, candidate);
    pc.ontrack = (event) => this.track(event);
    pc.onconnectionstatechange = () => pc === this.pc && this.changed();
    if (!this.isClerk) return;
    for (const kind of ["audio", "video"] as const) {
      const one = pc.addTransceiver(kind, { direction: "sendrecv", streams: [this.camera] });
      void one.sender.replaceTrack(this.tracks[kind]);
    }
  }

  private rebuild(): void {
    this.fresh();
    if (!this.isClerk) this.sync();
  }

  private streams(): Record<string, string> {
    return { [this.camera.id]: "camera", ...(this.screen ? { [this.screen.id]: "screen" } : {}) };
  }

  private sender(kind: "audio" | "video"): RTCRtpSender | undefined {
    return this.pc.getTransceivers().find((one) => !screens.has(one) && one.receiver.track.kind === kind)?.sender;
  }

  private greet(): void {
    if (this.isClerk && !this.theirs) this.sendOffer();
    else this.sync();
  }

  private sync(): void {
    this.wires.send({ sync: true, pc: this.mine, sees: this.theirs ?? null });
  }

  private candidate(pc: RTCPeerConnection, candidate: RTCIceCandidate | null): void {
    // Before the other page is there nothing is sent: the offer it will get carries what was gathered until then.
    if (pc === this.pc && candidate && this.here) this.wires.send({ candidate: candidate.toJSON(), pc: this.mine, to: this.theirs ?? null });
  }

  private async offer(pc: RTCPeerConnection): Promise<void> {
    if (pc !== this.pc || pc.signalingState !== "stable" || (!this.isClerk && !this.theirs)) return;
    await pc.setLocalDescription();
    this.offers += 1;
    if (this.here) this.sendOffer();
  }

  private sendOffer(): void {
    const description = this.pc.localDescription;
    if (description?.type !== "offer" || this.pc.signalingState !== "have-local-offer") return;
    this.sendDescription(description, { n: this.offers });
    const pc = this.pc;
    window.clearTimeout(this.stuck);
    this.stuck = window.setTimeout(() => {
      if (pc === this.pc && pc.signalingState !== "stable" && this.here && this.wires.isOpen()) this.rebuild();
    }, STUCK_MS);
  }

  private sendDescription(description: RTCSessionDescription | null, more: Data): void {
    if (description) this.wires.send({ description: { type: description.type, sdp: description.sdp }, pc: this.mine, to: this.theirs ?? null, streams: this.streams(), ...more });
  }

  private async handle(data: Data): Promise<void> {
    if (data.sync) return this.heardSync(data);
    const description = data.description as RTCSessionDescriptionInit | undefined;
    if (description?.type === "offer") return this.heardOffer(description, data);
    if (data.to !== this.mine && !(data.to === null && data.pc === this.theirs)) return;
    if (data.streams) this.sortStreams(data.streams as Record<string, string>);
    if (description?.type === "answer") return this.heardAnswer(description, data);
    if (data.candidate && data.pc === this.theirs) await this.pc.addIceCandidate(data.candidate as RTCIceCandidateInit).catch(() => undefined);
    this.wires.told(data);
  }

  private heardSync(data: Data): void {
    const knowsUs = data.sees === this.mine || data.sees === null;
    const same = data.pc === this.theirs && knowsUs;
    if (this.isClerk) {
      if (same) return void (this.pc.connectionState !== "connected" && this.restart());
      if (this.theirs) this.fresh();
      else this.sendOffer();
    } else if (!same && data.sees !== this.mine) this.sync();
  }

  private async heardOffer(description: RTCSessionDescriptionInit, data: Data): Promise<void> {
    const forUs = data.to === null || data.to === this.mine;
    const stranger = this.theirs !== undefined && data.pc !== this.theirs;
    if (!forUs || (stranger && this.isClerk)) return this.sync();
    if (stranger) this.fresh();
    if (data.pc === this.theirs && data.n === this.answered) return this.answer();
    if (!this.isClerk && this.pc.signalingState !== "stable") return; // glare: ours stands, theirs rolls back
    this.theirs = String(data.pc);
    this.sortStreams(data.streams as Record<string, string>);
    await this.pc.setRemoteDescription(description);
    if (!this.isClerk && this.answered === 0) this.fillIn();
    this.answered = Number(data.n);
    await this.pc.setLocalDescription();
    this.answer();
    if (this.screen && !this.pc.getTransceivers().some((one) => screens.has(one))) this.share(this.screen);
  }

  private answer(): void {
    const description = this.pc.localDescription;
    if (description?.type === "answer") this.sendDescription(description, { answers: this.answered });
  }

  /** The citizen's own tracks go into the places which the clerk's first offer made. */
  private fillIn(): void {
    for (const kind of ["audio", "video"] as const) {
      const one = this.pc.getTransceivers().find((each) => each.receiver.track.kind === kind);
      if (!one) continue;
      one.direction = "sendrecv";
      one.sender.setStreams?.(this.camera);
      void one.sender.replaceTrack(this.tracks[kind]);
    }
  }

  private async heardAnswer(description: RTCSessionDescriptionInit, data: Data): Promise<void> {
    if (this.pc.signalingState !== "have-local-offer" || data.answers !== this.offers) return;
    this.theirs = String(data.pc);
    if (data.streams) this.sortStreams(data.streams as Record<string, string>);
    await this.pc.setRemoteDescription(description);
  }

  private track(event: RTCTrackEvent): void {
    const stream = event.streams[0] ?? new MediaStream([event.track]);
    this.pictures.set(stream.id, stream);
    this.showPictures();
  }

  private sortStreams(streams: Record<string, string>): void {
    this.theirStreams = streams ?? {};
    this.showPictures();
  }

  private showPictures(): void {
    let screen: MediaStream | null = null;
    this.pictures.forEach((stream, id) => {
      // Only what the other side names now: a screen that it stopped is no longer in the list.
      if (this.theirStreams[id] === "screen") screen = stream;
      else if (this.theirStreams[id] === "camera") this.wires.picture("camera", stream);
    });
    this.wires.picture("screen", screen);
  }

  private changed(): void {
    if (this.pc.connectionState === "connected") {
      this.wasConnected = true;
      this.failingAt = undefined;
      this.tell({ bound: true });
    }
    if (this.pc.connectionState === "failed") this.tryAt = 0;
    this.report();
    this.watch();
  }

  private report(): void {
    if (!this.closed && !this.hasGivenUp()) this.wires.state(this.state);
  }

  private hasGivenUp(): boolean {
    return this.failingAt !== undefined && performance.now() - this.failingAt > GIVE_UP_MS;
  }

  /** Once a second: signalling first, then ICE anew, then a new connection; after 45 s say so and stop. */
  private watch(): void {
    const now = performance.now();
    if (this.closed || this.pc.connectionState === "connected" || (!this.here && this.wires.isOpen())) {
      this.failingAt = undefined;
      return;
    }
    if (this.failingAt === undefined) {
      this.failingAt = now;
      this.tryAt = now + (this.wasConnected ? FIRST_TRY_MS : TRY_EVERY_MS);
    }
    if (this.hasGivenUp()) return this.wires.state("lost");
    if (now < this.tryAt) return;
    this.tryAt = now + TRY_EVERY_MS;
    this.wires.check();
    if (!this.wires.isOpen() || !this.here) return;
    if (!this.isClerk) this.sync();
    else if (now - this.failingAt > 2 * TRY_EVERY_MS || !this.theirs) this.fresh();
    else this.restart();
  }

  private restart(): void {
    if (this.pc.signalingState === "have-local-offer") this.sendOffer();
    else this.pc.restartIce();
  }
}

/** Which transceivers carry a screen; a weak set, so that nothing is remembered of connections that are gone. */
const screens = new WeakSet<RTCRtpTransceiver>();
