import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answer } from "../testing";
import { fingerprintOf, sendResumable, type Ear } from "./resumable";

interface Options {
  endpoint: string;
  chunkSize: number;
  metadata: Record<string, string>;
  onShouldRetry: (error: Error) => boolean;
  onProgress: (sent: number, total: number) => void;
  onError: (error: Error) => void;
  onSuccess: () => void;
}
const made: FakeUpload[] = [];

class FakeUpload {
  url: string | null = null;
  starts = 0;
  aborts: boolean[] = [];
  constructor(readonly file: File, readonly options: Options) {
    made.push(this);
  }
  start(): void {
    this.starts++;
  }
  abort(forGood = false): Promise<void> {
    this.aborts.push(forGood);
    return Promise.resolve();
  }
}
vi.mock("tus-js-client", () => ({ Upload: FakeUpload }));

const file = new File(["abc"], "执照.pdf", { lastModified: 7 });
const ear = (): Ear & { said: string[] } => {
  const said: string[] = [];
  return { said, progress: (share) => said.push(`progress ${share}`), away: (share) => said.push(`away ${share}`), checking: () => said.push("checking") };
};
const failed = (status: number, body = ""): Error => Object.assign(new Error("no"), { originalResponse: { getStatus: () => status, getBody: () => body } });
const begun = async (heard = ear()): Promise<{ upload: FakeUpload; sending: ReturnType<typeof sendResumable>; heard: ReturnType<typeof ear> }> => {
  const sending = sendResumable(file, "/uploads/materials/k/lease/", heard);
  await vi.waitFor(() => expect(made.length).toBe(1));
  return { upload: made[0]!, sending, heard };
};
beforeEach(() => void made.splice(0));
afterEach(() => vi.unstubAllGlobals());

test("a file goes in pieces of a megabyte, with what the server knows it by", async () => {
  const { upload } = await begun();

  expect([upload.starts, upload.options.chunkSize]).toEqual([1, 1024 * 1024]);
  expect(upload.options.metadata).toEqual({ filename: "执照.pdf", fingerprint: "3|7|执照.pdf" });
  expect(fingerprintOf(new File([], "长".repeat(300))).length).toBe(160);
});

test("when everything is there the server says what became of it", async () => {
  answer({ state: "arrived", error: "" }, { state: "done", error: "" });
  const { upload, sending, heard } = await begun();
  upload.url = "/uploads/x/";

  upload.options.onProgress(2, 3);
  upload.options.onSuccess();

  expect(await sending.done).toEqual({ ok: true, error: "", isCancelled: false });
  expect(heard.said).toEqual([`progress ${2 / 3}`, "checking"]);
});

test("a file that is not taken brings its word, once", async () => {
  const asked = answer({ state: "refused", error: "这种文件看不了" });
  const { upload, sending } = await begun();
  upload.url = "/uploads/x/";

  upload.options.onSuccess();

  expect((await sending.done).error).toBe("这种文件看不了");
  expect(asked.map((one) => `${one.method} ${one.url}`)).toEqual(["GET /uploads/x/", "DELETE /uploads/x/"]); // told once
});

test("a server that is away is asked again, one that says no is not", async () => {
  const { upload, sending, heard } = await begun();

  expect([0, 409, 423, 460, 500, 503].map((status) => upload.options.onShouldRetry(failed(status)))).toEqual(Array(6).fill(true));
  expect([401, 403, 404, 410, 413, 422, 429].some((status) => upload.options.onShouldRetry(failed(status)))).toBe(false);
  expect(heard.said.length).toBe(6);
  upload.options.onError(failed(413, JSON.stringify({ error: "文件太大" })));
  expect(await sending.done).toEqual({ ok: false, error: "文件太大", isCancelled: false });
});

test("without a network it rests, and goes on with it", async () => {
  const { upload, heard } = await begun();
  upload.options.onProgress(1, 2);

  window.dispatchEvent(new Event("offline"));
  window.dispatchEvent(new Event("online"));

  expect(upload.aborts).toEqual([false]);
  expect(upload.starts).toBe(2);
  expect(heard.said).toEqual(["progress 0.5", "away 0.5"]);
});

test("a file that is given up is given up at the server too, one that is left lies there", async () => {
  const { upload, sending } = await begun();
  upload.url = "/uploads/x/";

  sending.leave();
  sending.cancel();

  expect(upload.aborts).toEqual([false, true]);
  expect((await sending.done).isCancelled).toBe(true);
});
