import { beforeEach, expect, test, vi } from "vitest";
import { answer, change, wake, words } from "../../testing";
import { autosave } from "./autosave";

const FORM = `<form data-island="autosave" data-autosave-url="/form/" data-seen="3">${words("saving", "saved", "failed", "bad", "unsaved", "offline", "signed-out", "over", "refused")}
  <div class="field" data-field="name"><input name="name"><p class="field__error" hidden></p></div><p data-part="status"></p></form>`;
beforeEach(() => sessionStorage.clear());
const at = (root: HTMLElement, part: string): HTMLElement => root.querySelector(`[data-part="${part}"]`)!;

test("a field is saved when it is left", async () => {
  const asked = answer({ saved: true, errors: {} });
  const { root } = wake("autosave", autosave, FORM);
  const input = root.querySelector("input")!;
  input.value = "云溪小馆";

  change(input);

  await vi.waitFor(() => expect(at(root, "status").textContent).toBe("saved!"));
  expect([asked[0]!.body.get("field"), asked[0]!.body.get("name")]).toEqual(["name", "云溪小馆"]);
});

test("what is wrong is said at the field, and goes when it is mended", async () => {
  answer({ saved: true, errors: { name: "还没写" } }, { saved: true, errors: {} });
  const { root } = wake("autosave", autosave, FORM);
  const input = root.querySelector("input")!;

  change(input);
  await vi.waitFor(() => expect(root.querySelector(".field__error")!.textContent).toBe("还没写"));
  expect(input.getAttribute("aria-invalid")).toBe("true");

  change(input);
  await vi.waitFor(() => expect(input.hasAttribute("aria-invalid")).toBe(false));
});

test("without a network it says so and tries again", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const asked = answer(0, { saved: true });
  const { root } = wake("autosave", autosave, FORM);

  change(root.querySelector("input")!);
  await vi.advanceTimersByTimeAsync(10);
  expect(at(root, "status").textContent).toBe("failed!");
  await vi.advanceTimersByTimeAsync(3100);

  expect(at(root, "status").textContent).toBe("saved!");
  expect(asked).toHaveLength(2);
  vi.useRealTimers();
});

test("a page that is not our answer saved nothing: the words stay and it is said", async () => {
  answer("<html>登录</html>");
  const { root } = wake("autosave", autosave, FORM);
  const input = root.querySelector("input")!;
  input.value = "云溪小馆";

  change(input);

  await vi.waitFor(() => expect(at(root, "status").textContent).toBe("signed-out!"));
  expect(sessionStorage.getItem("yc-unsaved:/form/")).toContain("云溪小馆");
});

test("words that were not saved come back after a reload and are saved then", async () => {
  sessionStorage.setItem("yc-unsaved:/form/", JSON.stringify({ name: { name: ["断线前写的"] } }));
  const asked = answer({ saved: true, errors: {}, version: 4 });
  const { root } = wake("autosave", autosave, FORM);

  await vi.waitFor(() => expect(at(root, "status").textContent).toBe("saved!"));
  expect(root.querySelector("input")!.value).toBe("断线前写的");
  expect(asked[0]!.body.get("seen")).toBe("3");
  expect(sessionStorage.getItem("yc-unsaved:/form/")).toBeNull();
});

test("whoever writes over another's newer words is told which", async () => {
  answer({ saved: true, errors: {}, version: 9, over: { name: "别处写的" } });
  const { root } = wake("autosave", autosave, FORM);

  change(root.querySelector("input")!);

  await vi.waitFor(() => expect(at(root, "status").textContent).toBe("over!“别处写的”"));
});

test("fields that a choice hides or shows follow the answer, and rows are saved as one field", async () => {
  const asked = answer({ saved: true, errors: { "who.1.name": "还没写" }, version: 4, hidden: ["extra"] });
  const rows = `<form data-island="autosave" data-autosave-url="/form/" data-seen="3">${words("saving", "saved", "bad", "unsaved")}
    <fieldset class="field" data-field="who"><div class="field"><input name="who.0.name" value="甲"><p class="field__error" id="who.0.name-error" hidden></p></div>
    <div class="field"><input name="who.1.name"><p class="field__error" id="who.1.name-error" hidden></p></div></fieldset>
    <div class="field" data-field="extra"><input name="extra"></div><p data-part="status"></p></form>`;
  const { root } = wake("autosave", autosave, rows);

  change(root.querySelector('[name="who.1.name"]')!);

  await vi.waitFor(() => expect(at(root, "status").textContent).toBe("bad!"));
  expect(asked[0]!.body.get("field")).toBe("who");
  expect(asked[0]!.body.get("who.0.name")).toBe("甲");
  expect(root.querySelector('[id="who.1.name-error"]')!.textContent).toBe("还没写");
  expect(root.querySelector<HTMLElement>('[data-field="extra"]')!.hidden).toBe(true);
});
