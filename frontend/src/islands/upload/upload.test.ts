import { beforeEach, expect, test, vi } from "vitest";
import * as resumable from "../../lib/resumable";
import type { Ear, Outcome } from "../../lib/resumable";
import { answer, change, wake, words } from "../../testing";
import { sizeOf } from "./row";
import { upload } from "./upload";

const KEYS = ["waiting", "sending", "going-on", "offline", "away", "checking", "done", "too-large", "empty", "failed", "retry", "cancel"];
const FORM = `<ul><li id="material-12"><b>还没交</b><form data-island="upload" data-max-bytes="1000" data-tus="/uploads/materials/k/lease/" data-target="#material-12" action="/add/">${words(...KEYS)}
  <input type="hidden" name="csrfmiddlewaretoken" value="t"><input type="file" name="file" multiple data-part="input">
  <ul data-part="standing"><li data-url="/uploads/x/" data-fingerprint="3|5|旧.pdf">没传完<button data-part="give-up">不传了</button></li></ul>
  <ul data-part="list"></ul></form></li></ul>`;
const RENEWED = '<main><ul><li id="material-12"><b>已交</b></li></ul></main>';
const GOOD: Outcome = { ok: true, error: "", isCancelled: false };

const pick = (root: HTMLElement, ...files: File[]): void => {
  const input = root.querySelector<HTMLInputElement>('[type="file"]')!;
  Object.defineProperty(input, "files", { value: files, configurable: true });
  change(input);
};
const word = (root: HTMLElement): string | null | undefined => root.querySelector("[data-part=list] .upload__word")?.textContent;

/** Files that are sent, one after the other, each ended by the test. */
function sending(): { file: File; ear: Ear; end: (outcome: Outcome) => void; cancelled: boolean }[] {
  const all: ReturnType<typeof sending> = [];
  vi.spyOn(resumable, "sendResumable").mockImplementation((file, _endpoint, ear) => {
    let end: (outcome: Outcome) => void = () => undefined;
    const done = new Promise<Outcome>((resolve) => (end = resolve));
    const one = { file, ear, end, cancelled: false };
    all.push(one);
    const cancel = (): void => {
      one.cancelled = true;
      end({ ok: false, error: "", isCancelled: true });
    };
    return { done, cancel, leave: cancel };
  });
  return all;
}
beforeEach(() => vi.restoreAllMocks());

test("sizes are said as people read them", () => {
  expect([sizeOf(0), sizeOf(999), sizeOf(1536), sizeOf(20 * 1024 * 1024)]).toEqual(["0 B", "999 B", "1.5 KB", "20 MB"]);
});

test("files go one after the other and the material is renewed", async () => {
  answer(RENEWED);
  const sent = sending();
  const { root } = wake("upload", upload, FORM);

  pick(root, new File(["a"], "一.jpg"), new File(["b"], "二.jpg"));
  await vi.waitFor(() => expect(sent.length).toBe(1));
  sent[0]!.ear.progress(0.456);
  expect(word(root)).toBe("sending! 45%");
  sent[0]!.end(GOOD);

  await vi.waitFor(() => expect(document.querySelector("#material-12 b")!.textContent).toBe("已交"));
  await vi.waitFor(() => expect(sent.map((one) => one.file.name)).toEqual(["一.jpg", "二.jpg"]));
});

test("empty and too large files are told before anything is sent", () => {
  const sent = sending();
  const { root } = wake("upload", upload, FORM);

  pick(root, new File([], "空.pdf"), new File(["x".repeat(1001)], "大.pdf"));

  expect([...root.querySelectorAll("[data-part=list] .upload__word")].map((one) => one.textContent)).toEqual(["empty!", "too-large!"]);
  expect(sent).toEqual([]);
});

test("the server's reason is shown, and the file can be sent again", async () => {
  answer(RENEWED);
  const sent = sending();
  const { root } = wake("upload", upload, FORM);
  pick(root, new File(["a"], "一.pdf"));
  await vi.waitFor(() => expect(sent.length).toBe(1));
  sent[0]!.end({ ok: false, error: "这个文件打不开", isCancelled: false });
  await vi.waitFor(() => expect(word(root)).toBe("这个文件打不开"));

  root.querySelector<HTMLButtonElement>("[data-part=list] button")!.click();
  await vi.waitFor(() => expect(sent.length).toBe(2));
  sent[1]!.end(GOOD);

  await vi.waitFor(() => expect(document.querySelector("#material-12 b")!.textContent).toBe("已交"));
});

test("a lost line is told in words with what is there already", async () => {
  const sent = sending();
  const { root } = wake("upload", upload, FORM);
  pick(root, new File(["a"], "一.pdf"));
  await vi.waitFor(() => expect(sent.length).toBe(1));

  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  sent[0]!.ear.away(0.5);

  expect(word(root)).toBe("offline! 50%");
});

test("a file under way, and one that waits, can be taken off", async () => {
  const sent = sending();
  const { root } = wake("upload", upload, FORM);
  pick(root, new File(["a"], "一.pdf"), new File(["b"], "二.pdf"));
  await vi.waitFor(() => expect(sent.length).toBe(1));

  root.querySelectorAll<HTMLButtonElement>("[data-part=list] button")[1]!.click();
  root.querySelectorAll<HTMLButtonElement>("[data-part=list] button")[0]!.click();

  await vi.waitFor(() => expect(root.querySelector("[data-part=list]")!.children.length).toBe(0));
  expect(sent.map((one) => one.cancelled)).toEqual([true]);
});

test("what was begun before goes on when its file is picked again", async () => {
  const sent = sending();
  const { root } = wake("upload", upload, FORM);

  pick(root, new File(["abc"], "旧.pdf", { lastModified: 5 }));
  await vi.waitFor(() => expect(sent.length).toBe(1));

  expect(root.querySelector("[data-part=standing]")!.children.length).toBe(0);
  expect(word(root)).toBe("going-on!");
});

test("what is unfinished elsewhere follows the server, except while a file is under way here", async () => {
  const sent = sending();
  const { root } = wake("upload", upload, FORM);
  const list = root.querySelector("[data-part=standing]")!;
  expect(list.hasAttribute("data-own")).toBe(false);

  pick(root, new File(["a"], "一.pdf"));
  await vi.waitFor(() => expect(sent.length).toBe(1));
  expect(list.hasAttribute("data-own")).toBe(true);
  sent[0]!.end({ ok: false, error: "", isCancelled: true });

  await vi.waitFor(() => expect(list.hasAttribute("data-own")).toBe(false));
});

test("what was begun before can be given up", async () => {
  const asked = answer(204);
  const { root } = wake("upload", upload, FORM);
  const button = root.querySelector<HTMLButtonElement>("[data-part=give-up]")!;

  root.dispatchEvent(Object.assign(new Event("submit", { bubbles: true, cancelable: true }), { submitter: button }));

  await vi.waitFor(() => expect(root.querySelector("[data-part=standing]")!.children.length).toBe(0));
  expect(asked.map((one) => [one.method, one.url])).toEqual([["DELETE", "/uploads/x/"]]);
});

test("files can be dropped and pasted", async () => {
  const sent = sending();
  const { root } = wake("upload", upload, FORM);
  const carried = (name: string): Event => Object.assign(new Event(name, { bubbles: true, cancelable: true }), { dataTransfer: { types: ["Files"], files: [new File(["a"], "拖.pdf")] } });

  document.body.dispatchEvent(carried("dragenter"));
  expect(root.classList.contains("is-wanted")).toBe(true);
  root.dispatchEvent(carried("drop"));
  expect(root.classList.contains("is-wanted")).toBe(false);
  await vi.waitFor(() => expect(sent.map((one) => one.file.name)).toEqual(["拖.pdf"]));
  document.body.dispatchEvent(Object.assign(new Event("paste", { bubbles: true, cancelable: true }), { clipboardData: { files: [new File(["b"], "贴.png")] } }));
  sent[0]!.end({ ...GOOD, isCancelled: true });

  await vi.waitFor(() => expect(sent.map((one) => one.file.name)).toEqual(["拖.pdf", "贴.png"]));
});
