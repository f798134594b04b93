import { beforeEach, expect, test, vi } from "vitest";
import { change, wake, words } from "../../testing";
import * as sending from "../../lib/send-file";
import { sizeOf, upload } from "./upload";

const FORM = `<ul><li id="material-12"><b>还没交</b><form data-island="upload" data-max-bytes="1000" data-target="#material-12" action="/add/">${words("sending", "done", "too-large", "empty", "failed", "retry", "waiting")}
  <input type="hidden" name="csrfmiddlewaretoken" value="t"><input type="file" name="file" multiple data-part="input"><button data-part="send">交</button><ul data-part="list"></ul></form></li></ul>`;
const pick = (root: HTMLElement, ...files: File[]): void => {
  const input = root.querySelector<HTMLInputElement>('[type="file"]')!;
  Object.defineProperty(input, "files", { value: files, configurable: true });
  change(input);
};
const good = { ok: true, status: 200, error: "", html: '<li id="material-12"><b>已交</b></li>' };
beforeEach(() => vi.restoreAllMocks());

test("sizes are said as people read them", () => {
  expect([sizeOf(0), sizeOf(999), sizeOf(1536), sizeOf(20 * 1024 * 1024)]).toEqual(["0 B", "999 B", "1.5 KB", "20 MB"]);
});

test("each file goes by itself and the material is renewed", async () => {
  const send = vi.spyOn(sending, "sendFile").mockResolvedValue(good);
  const { root } = wake("upload", upload, FORM);

  pick(root, new File(["a"], "一.jpg"), new File(["b"], "二.jpg"));

  await vi.waitFor(() => expect(document.querySelector("#material-12 b")!.textContent).toBe("已交"));
  await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(2));
  expect(send.mock.calls.map(([url, fields]) => [url, fields.getAll("file").length])).toEqual([["/add/", 1], ["/add/", 1]]);
});

test("empty and too large files are told before anything is sent", () => {
  const send = vi.spyOn(sending, "sendFile");
  const { root } = wake("upload", upload, FORM);

  pick(root, new File([], "空.pdf"), new File(["x".repeat(1001)], "大.pdf"));

  expect([...root.querySelectorAll(".upload__word")].map((word) => word.textContent)).toEqual(["empty!", "too-large!"]);
  expect(send).not.toHaveBeenCalled();
});

test("the server's reason is shown, and the file can be sent again", async () => {
  vi.spyOn(sending, "sendFile").mockResolvedValueOnce({ ok: false, status: 422, error: "这个文件打不开", html: "" }).mockResolvedValue(good);
  const { root } = wake("upload", upload, FORM);
  pick(root, new File(["a"], "一.pdf"));
  await vi.waitFor(() => expect(root.querySelector(".upload__word")!.textContent).toBe("这个文件打不开"));

  root.querySelector<HTMLButtonElement>(".upload__row button")!.click();

  await vi.waitFor(() => expect(document.querySelector("#material-12 b")!.textContent).toBe("已交"));
});
