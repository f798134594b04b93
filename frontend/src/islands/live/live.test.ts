import { expect, test, vi } from "vitest";
import { answer, wake } from "../../testing";
import { live, wants } from "./live";

const HTML = '<section data-island="live" data-stream="visit:12 line:3" data-seq="45 9" data-src="/slip/" data-kinds="ticket. line.moved"><p>前面还有 3 人</p></section>';

test("kinds are asked for whole or by family", () => {
  expect(wants("", "anything.at_all")).toBe(true);
  expect(wants("ticket. line.moved", "ticket.called")).toBe(true);
  expect(wants("ticket. line.moved", "line.grew")).toBe(false);
  expect(wants("line.moved", "resumed")).toBe(true);
});

test("news renews the region from the server, several at once with one request", async () => {
  const asked = answer("<p>前面还有 2 人</p>");
  const { root, line } = wake("live", live, HTML);

  line.news("line:3", "line.moved");
  line.news("visit:12", "ticket.called");

  await vi.waitFor(() => expect(root.textContent).toBe("前面还有 2 人"));
  expect(asked.map((one) => one.url)).toEqual(["/slip/"]);
});

test("news of other kinds leaves it in peace", async () => {
  const asked = answer("<p>新</p>");
  const { line } = wake("live", live, HTML);

  line.news("line:3", "line.grew");
  await new Promise((done) => setTimeout(done, 120));

  expect(asked).toEqual([]);
});

test("what is to be said aloud is said once", async () => {
  answer('<p data-part="say">前面还有 2 人</p>');
  const { line } = wake("live", live, HTML);

  line.news("line:3", "line.moved");

  await vi.waitFor(() => expect(document.querySelector("[aria-live]")?.textContent).toBe("前面还有 2 人"));
});

test("an answer about another place than the one that is shown since is not put on the page", async () => {
  const asked: string[] = [];
  const { root, line } = wake("live", live, HTML);
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    root.dataset.src = "/slip/?look=2"; // meanwhile a link was followed
    return Promise.resolve(new Response(url === "/slip/" ? "<p>第一份</p>" : "<p>第二份</p>", { status: 200 }));
  });

  line.news("line:3", "line.moved");

  await vi.waitFor(() => expect(root.textContent).toBe("第二份"));
  expect(asked).toEqual(["/slip/", "/slip/?look=2"]);
});
