import { beforeEach, expect, test, vi } from "vitest";
import { follow } from "./page";
import * as post from "./post";

const answer = (url: string): Response => {
  const made = new Response("<main><p>另一份</p></main>", { headers: { "content-type": "text/html" } });
  Object.defineProperty(made, "url", { value: new URL(url, location.href).href });
  made.clone = () => answer(url);
  return made;
};
beforeEach(() => {
  vi.restoreAllMocks();
  document.body.innerHTML = "<main><p>这一份</p></main>";
});

test("going to a place on the page asks for nothing", () => {
  const ask = vi.spyOn(post, "getHtml");

  history.pushState(null, "", "#look-table");
  window.dispatchEvent(new PopStateEvent("popstate"));

  expect(ask).not.toHaveBeenCalled();
});

test("what was followed stands in the address, and going back asks for what was shown before", async () => {
  const before = location.pathname;
  const ask = vi.spyOn(post, "getHtml").mockImplementation((url) => Promise.resolve(answer(String(url))));
  await follow("?look=2");
  expect(location.search).toBe("?look=2");

  history.replaceState(null, "", before);
  window.dispatchEvent(new PopStateEvent("popstate"));

  expect(ask).toHaveBeenCalledTimes(2);
  await vi.waitFor(() => expect(document.querySelector("main")!.textContent).toBe("另一份"));
});
