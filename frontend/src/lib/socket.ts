/**
 * One socket a page. It carries news, not truth: (stream, number, kind, id). Whoever listens says the last
 * number seen and is told the rest after every reconnection; commands go by HTTP POST.
 */
export interface News { stream: string; seq: number; kind: string; id?: number }
export interface Signal { do: "signal"; call: number; from: string; data: Record<string, unknown> }
export interface Peer { do: "peer"; call: number; role: string; here: boolean; session: string }
type Message = { do: string } & Record<string, unknown>;
type Listener = { seq: number; hear: (news: News) => void };
type Handler = (message: never) => void;

export const SHORTEST_WAIT_MS = 300;
export const LONGEST_WAIT_MS = 8000;
const CAUGHT_UP_AFTER_MS = 400;
const ANSWER_WITHIN_MS = 4000;
const REFUSED_CODES = new Set([4400, 4413]);

/** How long to wait before attempt number `failures`, spread out so that a hall does not come back at one moment. */
export function waitBefore(failures: number, random = Math.random()): number {
  const middle = SHORTEST_WAIT_MS * 2 ** Math.min(failures, 5);
  return Math.max(SHORTEST_WAIT_MS, Math.min(LONGEST_WAIT_MS, middle * (0.5 + random)));
}

export class Line {
  private socket: WebSocket | undefined;
  private readonly streams = new Map<string, Set<Listener>>();
  private readonly handlers = new Map<string, Set<Handler>>();
  private failures = 0;
  private retry: number | undefined;
  private doubt: number | undefined;
  private pending: string[] = [];
  private users = 0;

  constructor(private readonly url: string) {}

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Hear news of a stream after number `seq`. The kind "resumed" means: something was missed, ask for the whole. */
  follow(stream: string, seq: number, hear: (news: News) => void): () => void {
    const listener = { seq, hear };
    const all = this.streams.get(stream) ?? new Set();
    all.add(listener);
    this.streams.set(stream, all);
    if (this.isOpen) this.askFor(new Map([[stream, seq]]));
    const release = this.use();
    return () => {
      all.delete(listener);
      if (all.size === 0) this.streams.delete(stream);
      release();
    };
  }

  /** Hear messages of one sort ("signal", "peer", "refused"), or "open" and "closed" of the socket itself. */
  on<T>(sort: string, handle: (message: T) => void): () => void {
    const all = this.handlers.get(sort) ?? new Set();
    all.add(handle as Handler);
    this.handlers.set(sort, all);
    const release = this.use();
    return () => {
      all.delete(handle as Handler);
      release();
    };
  }

  /** Send now; with `keep`, also after a reconnection if the socket is down. */
  send(message: object, keep = false): void {
    const text = JSON.stringify(message);
    if (this.isOpen) this.socket?.send(text);
    else if (keep) this.pending.push(text);
  }

  /** Make sure that somebody is at the other end; a socket that died in silence is replaced. */
  check(): void {
    if (!this.isOpen) return this.reconnectNow();
    if (this.doubt !== undefined) return;
    this.askFor(this.numbers());
    this.doubt = window.setTimeout(() => this.drop(), ANSWER_WITHIN_MS);
  }

  close(): void {
    window.clearTimeout(this.retry);
    window.clearTimeout(this.doubt);
    this.doubt = undefined;
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  private use(): () => void {
    this.users += 1;
    if (!this.socket && this.retry === undefined) this.connect();
    let used = true;
    return () => {
      if (!used) return;
      used = false;
      this.users -= 1;
    };
  }

  private connect(): void {
    this.retry = undefined;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onopen = () => this.opened(socket);
    socket.onmessage = (event) => this.heard(socket, String(event.data));
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  private opened(socket: WebSocket): void {
    if (socket !== this.socket) return;
    this.askFor(this.numbers());
    this.pending.splice(0).forEach((text) => socket.send(text));
    this.tell("open", {});
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    this.socket = undefined;
    window.clearTimeout(this.doubt);
    this.doubt = undefined;
    this.tell("closed", { code });
    if (this.users === 0) return;
    // Refused for what we said: saying it again at once would be refused again.
    const wait = REFUSED_CODES.has(code) ? LONGEST_WAIT_MS : waitBefore(this.failures);
    this.failures += 1;
    this.retry = window.setTimeout(() => this.connect(), wait);
  }

  /** Give the socket up without waiting for its closing handshake, which a dead line never answers. */
  private drop(): void {
    const socket = this.socket;
    if (!socket) return;
    socket.close();
    this.closed(socket, 1006);
  }

  private reconnectNow(): void {
    if (this.users === 0 || this.socket) return;
    window.clearTimeout(this.retry);
    this.connect();
  }

  private numbers(): Map<string, number> {
    const asked = new Map<string, number>();
    this.streams.forEach((all, stream) => asked.set(stream, Math.min(...[...all].map((listener) => listener.seq))));
    return asked;
  }

  private askFor(streams: Map<string, number>): void {
    if (streams.size) this.send({ do: "follow", streams: Object.fromEntries(streams) });
  }

  private heard(socket: WebSocket, text: string): void {
    if (socket !== this.socket) return;
    this.failures = 0;
    window.clearTimeout(this.doubt);
    this.doubt = undefined;
    const message = JSON.parse(text) as Message;
    if (message.do === "news") this.news(message as unknown as News);
    else if (message.do === "followed") this.followed(message.streams as Record<string, number>);
    else this.tell(message.do, message);
  }

  private news(news: News): void {
    [...(this.streams.get(news.stream) ?? [])].forEach((listener) => {
      if (news.seq <= listener.seq) return;
      listener.seq = news.seq;
      listener.hear(news);
    });
  }

  /** The news we missed should come one by one; where it did not, one "resumed" stands for all of it. */
  private followed(streams: Record<string, number>): void {
    window.setTimeout(() => {
      for (const [stream, seq] of Object.entries(streams)) this.news({ stream, seq, kind: "resumed" });
    }, CAUGHT_UP_AFTER_MS);
  }

  private tell(sort: string, message: object): void {
    [...(this.handlers.get(sort) ?? [])].forEach((handle) => handle(message as never));
  }
}

let shared: Line | undefined;

/** The page's one socket, at body[data-socket]. */
export function line(): Line {
  if (shared) return shared;
  const path = document.body.dataset.socket || "/ws/";
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  shared = new Line(url.href);
  const check = (): void => shared?.check();
  window.addEventListener("online", check);
  window.addEventListener("pageshow", (event) => event.persisted && check());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && check());
  return shared;
}

/** For tests: put another line in its place. */
export function useLine(other: Line | undefined): void {
  shared = other;
}

/** "visit:12 line:3" and "45 9" → pairs. */
export function streamsOf(root: HTMLElement): [string, number][] {
  const names = (root.dataset.stream ?? "").split(/\s+/).filter(Boolean);
  const numbers = (root.dataset.seq ?? "").split(/\s+/).filter(Boolean);
  return names.map((name, index) => [name, Number(numbers[index] ?? 0) || 0]);
}
