import { expect, it, vi } from "vitest";
import { start, stop } from "../../lib/island";
import { print } from "./print";

it("prints when pressed", () => {
  const printed = vi.fn();
  window.print = printed;
  document.body.innerHTML = `<button type="button" data-island="print"></button>`;
  start({ print });

  document.querySelector("button")?.click();

  expect(printed).toHaveBeenCalledOnce();
  stop();
});
