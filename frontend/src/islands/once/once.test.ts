import { expect, test } from "vitest";
import { submit, wake } from "../../testing";
import { once } from "./once";

test("a form pressed twice is sent once", () => {
  const { root } = wake("once", once, '<form data-island="once"><button>取号</button></form>');
  let sent = 0;
  root.addEventListener("submit", () => (sent += 1));

  const first = submit(root);
  const second = submit(root);

  expect([first, second, sent]).toEqual([true, false, 1]);
});
