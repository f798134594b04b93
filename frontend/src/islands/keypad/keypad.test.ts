import { describe, expect, it } from "vitest";
import { start, stop } from "../../lib/island";
import { after, keypad } from "./keypad";

describe("the keypad", () => {
  it("adds digits while there is room, and takes them away", () => {
    expect(after("138", "0", 11)).toBe("1380");
    expect(after("13800000001", "5", 11)).toBe("13800000001");
    expect(after("138", "back", 11)).toBe("13");
    expect(after("138", "clear", 11)).toBe("");
  });

  it("types without sending the form", () => {
    document.body.innerHTML = `<form data-island="keypad"><input data-part="number" maxlength="6"><button data-part="key" value="7">7</button></form>`;
    start({ keypad });
    document.querySelector("button")?.click();
    expect(document.querySelector("input")?.value).toBe("7");
    stop();
  });
});
