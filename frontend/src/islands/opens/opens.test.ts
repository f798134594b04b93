import { expect, test, vi } from "vitest";
import { wake } from "../../testing";
import { opens } from "./opens";

test("the button opens its dialog", () => {
  const { root } = wake("opens", opens, '<button data-island="opens" data-opens="help">?</button><dialog id="help"></dialog>');
  const show = vi.spyOn(document.querySelector("dialog")!, "showModal").mockImplementation(() => undefined);
  root.click();
  expect(show).toHaveBeenCalled();
});
