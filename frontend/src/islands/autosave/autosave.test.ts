import { expect, test, vi } from "vitest";
import { answer, change, wake, words } from "../../testing";
import { autosave } from "./autosave";

const FORM = `<form data-island="autosave" data-autosave-url="/form/">${words("saving", "saved", "failed", "bad")}
  <div class="field"><input name="name"><p class="field__error" hidden></p></div><p data-part="status"></p></form>`;
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
