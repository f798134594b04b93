import { beforeEach, expect, test, vi } from "vitest";
import { wake } from "../../testing";
import { begin, drop, takeOver } from "./early";

const RING = '<div data-island="ring" data-call="7" data-ice="[]"></div>';
let closed = 0;

beforeEach(() => {
  closed = 0;
  drop();
  vi.stubGlobal("RTCPeerConnection", class { connectionState = "new"; getTransceivers = (): [] => []; close = (): void => void (closed += 1); });
  vi.stubGlobal("MediaStream", class { id = "cam"; getTracks = (): [] => []; });
  Object.defineProperty(navigator, "mediaDevices", { value: undefined, configurable: true });
});

test("at the press the citizen takes his seat and looks for the clerk; the room goes on with the same seat", () => {
  const { root, line } = wake("ring", () => undefined, RING);

  begin(root);
  const early = takeOver(7);

  expect(line.sent).toMatchObject([{ do: "here", call: 7, session: early!.session }, { do: "signal", call: 7, data: { sync: true } }]);
  expect(takeOver(7)).toBeUndefined();
  drop();
  expect(closed).toBe(0); // it belongs to the room now
  early!.link.close();
});

test("what no room takes over is let go", () => {
  const { root } = wake("ring", () => undefined, RING);
  begin(root);

  expect(takeOver(8)).toBeUndefined();
  drop();

  expect(closed).toBe(1);
  expect(takeOver(7)).toBeUndefined();
});
