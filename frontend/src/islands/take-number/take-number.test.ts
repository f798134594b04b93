import { expect, test, vi } from "vitest";
import { answer, submit, wake } from "../../testing";
import { takeNumber } from "./take-number";

const FORM = '<main id="main"><form data-island="take-number" method="post" action="/start/"><input name="purpose" value="开店"><button>取号</button></form></main>';

test("the number's page is put in place, and two taps take one number", async () => {
  const asked = answer('<html><body><main id="main">A012</main></body></html>');
  const { root } = wake("take-number", takeNumber, FORM);

  submit(root);
  submit(root);

  await vi.waitFor(() => expect(document.querySelector("main")!.textContent).toBe("A012"));
  expect(asked).toHaveLength(1);
  expect(asked[0]!.body.get("purpose")).toBe("开店");
});

test("without a network the form is sent in the ordinary way", async () => {
  answer(0);
  const { root } = wake("take-number", takeNumber, FORM);
  const ordinary = vi.spyOn(root as HTMLFormElement, "submit").mockImplementation(() => undefined);

  submit(root);

  await vi.waitFor(() => expect(ordinary).toHaveBeenCalledTimes(1));
});
