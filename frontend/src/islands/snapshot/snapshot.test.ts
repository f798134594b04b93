import { expect, it } from "vitest";
import { start, stop } from "../../lib/island";
import { snapshot } from "./snapshot";

it("leaves the plain file field where the browser has no camera to give", () => {
  document.body.innerHTML = `<form action="/x/" data-target="#m" data-tus="/uploads/materials/k/lease/" data-island="snapshot"><template data-words></template>
    <div data-part="box" hidden><video data-part="view"></video><select data-part="lens"></select><button type="button" data-part="shoot"></button><button type="button" data-part="close"></button></div>
    <button type="button" data-part="open" hidden></button><div data-part="plain"></div><p data-part="status"></p></form>`;
  Object.defineProperty(navigator, "mediaDevices", { value: undefined, configurable: true });

  start({ snapshot });

  expect(document.querySelector<HTMLElement>('[data-part="plain"]')?.hidden).toBe(false);
  expect(document.querySelector<HTMLElement>('[data-part="open"]')?.hidden).toBe(true);
  stop();
});
