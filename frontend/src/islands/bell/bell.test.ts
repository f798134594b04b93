import { beforeEach, expect, test, vi } from "vitest";
import { answer, submit, wake, words } from "../../testing";
import { bell } from "./bell";

const BELL = `<main id="main">等候</main><div data-island="bell" data-stream="visit:12" data-seq="45" data-src="/bell/">${words("title")}<div data-part="body"></div></div>`;
const RING = '<div data-part="ring" data-ring="call-7"><p>3 号窗口在叫您</p><form method="post" action="/answer/" data-answer><button>接听</button></form></div>';

beforeEach(() => {
  Object.defineProperty(navigator, "mediaDevices", { value: undefined, configurable: true });
  vi.stubGlobal("MediaStream", class { getTracks = (): [] => []; });
});

test("a call shows the banner and flashes the title; its end puts both back", async () => {
  answer(RING, " ");
  const { root, line } = wake("bell", bell, BELL);
  document.title = "我的号";

  line.news("visit:12", "call.rang");
  await vi.waitFor(() => expect(root.textContent).toContain("3 号窗口在叫您"));
  expect(document.title).toBe("【title!】我的号");

  line.news("visit:12", "ticket.missed");
  await vi.waitFor(() => expect(root.textContent).not.toContain("3 号窗口在叫您"));
  expect(document.title).toBe("我的号");
});

test("answering puts the room in place without a reload", async () => {
  const asked = answer(RING, '<html><head><title>视频</title></head><body><main id="main">房间</main></body></html>');
  const { root, line } = wake("bell", bell, BELL);
  line.news("visit:12", "call.rang");
  await vi.waitFor(() => expect(root.querySelector("form")).not.toBeNull());

  submit(root.querySelector("form")!);

  await vi.waitFor(() => expect(document.querySelector("main")!.textContent).toBe("房间"));
  expect(asked[1]).toMatchObject({ method: "POST" });
});
