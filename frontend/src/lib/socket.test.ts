import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Line, LONGEST_WAIT_MS, SHORTEST_WAIT_MS, waitBefore, type News } from "./socket";

class FakeSocket {
  static all: FakeSocket[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.readyState = 3;
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  die(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}
const newest = (): FakeSocket => FakeSocket.all[FakeSocket.all.length - 1]!;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  vi.stubGlobal("WebSocket", FakeSocket);
});
afterEach(() => vi.useRealTimers());

test("waits between attempts stay within 0.3 and 8 seconds and grow", () => {
  for (let failures = 0; failures < 40; failures += 1)
    for (const random of [0, 0.5, 1]) {
      expect(waitBefore(failures, random)).toBeGreaterThanOrEqual(SHORTEST_WAIT_MS);
      expect(waitBefore(failures, random)).toBeLessThanOrEqual(LONGEST_WAIT_MS);
    }
  expect(waitBefore(4, 0.5)).toBeGreaterThan(waitBefore(1, 0.5));
});

test("after a reconnection it goes on from the last number it saw", () => {
  const line = new Line("ws://x/ws/");
  line.follow("visit:12", 45, () => undefined);
  newest().open();
  expect(newest().sent).toEqual([{ do: "follow", streams: { "visit:12": 45 } }]);

  newest().say({ do: "news", stream: "visit:12", seq: 46, kind: "ticket.called", id: 5 });
  newest().die();
  vi.advanceTimersByTime(LONGEST_WAIT_MS);
  newest().open();

  expect(FakeSocket.all).toHaveLength(2);
  expect(newest().sent).toEqual([{ do: "follow", streams: { "visit:12": 46 } }]);
});

test("the same news twice is heard once", () => {
  const heard: News[] = [];
  const line = new Line("ws://x/ws/");
  line.follow("line:3", 9, (news) => heard.push(news));
  newest().open();

  for (const seq of [10, 10, 9, 11]) newest().say({ do: "news", stream: "line:3", seq, kind: "line.moved" });

  expect(heard.map((news) => news.seq)).toEqual([10, 11]);
});

test("numbers that were passed in silence are told as one", () => {
  const heard: string[] = [];
  const line = new Line("ws://x/ws/");
  line.follow("visit:12", 45, (news) => heard.push(news.kind));
  newest().open();

  newest().say({ do: "followed", streams: { "visit:12": 47 } });
  vi.advanceTimersByTime(1000);

  expect(heard).toEqual(["resumed"]);
});

test("a socket that died in silence is found out and replaced", () => {
  const line = new Line("ws://x/ws/");
  line.follow("visit:12", 1, () => undefined);
  newest().open();

  line.check();
  vi.advanceTimersByTime(4000 + LONGEST_WAIT_MS);

  expect(FakeSocket.all).toHaveLength(2);
});

test("a socket closed for nonsense is not tried again at once", () => {
  const line = new Line("ws://x/ws/");
  line.follow("visit:12", 1, () => undefined);
  newest().open();
  newest().die(4400);

  vi.advanceTimersByTime(LONGEST_WAIT_MS - 1);
  expect(FakeSocket.all).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(FakeSocket.all).toHaveLength(2);
});

test("signals and peers reach those who asked, for as long as they asked", () => {
  const heard: unknown[] = [];
  const line = new Line("ws://x/ws/");
  const stop = line.on("peer", (message) => heard.push(message));
  newest().open();

  newest().say({ do: "peer", call: 7, role: "clerk", here: true, session: "a" });
  stop();
  newest().say({ do: "peer", call: 7, role: "clerk", here: false, session: "a" });

  expect(heard).toHaveLength(1);
});
