import { beforeEach, expect, test } from "vitest";
import { morphInside } from "./morph";

let root: HTMLElement;
const see = (html: string): void => {
  document.body.innerHTML = `<div id="root">${html}</div>`;
  root = document.getElementById("root")!;
};
beforeEach(() => see(""));

test("what did not change stays the same node", () => {
  see('<p id="a">甲</p><p id="b">乙</p>');
  const b = root.querySelector("#b");

  morphInside(root, '<p id="c">丙</p><p id="b">乙二</p>');

  expect(root.querySelector("#b")).toBe(b);
  expect(root.innerHTML).toBe('<p id="c">丙</p><p id="b">乙二</p>');
});

test("typed text and focus stay when the region is renewed", () => {
  see('<form><input name="q" value=""></form><b>1</b>');
  const input = root.querySelector("input")!;
  input.focus();
  input.value = "开饭馆";

  morphInside(root, '<form><input name="q" value=""></form><b>2</b>');

  expect(document.activeElement).toBe(input);
  expect(input.value).toBe("开饭馆");
  expect(root.querySelector("b")!.textContent).toBe("2");
});

test("a kept element is left alone while it is still wanted, and goes when it is not", () => {
  see('<p>等候</p><section data-keep="call-7"><i>script put this here</i></section>');
  const room = root.querySelector("section");

  morphInside(root, '<p>等候</p><p>通话</p><section data-keep="call-7"></section>');
  expect(root.querySelector("section")).toBe(room);
  expect(room!.innerHTML).toContain("script put this here");

  morphInside(root, '<section data-keep="call-8"></section>');
  expect(root.contains(room)).toBe(false);
});

test("nodes, attributes and classes of scripts survive", () => {
  see('<ul class="list is-over upload--live" data-own-attrs="title" title="1"><li data-own>正在传</li></ul>');

  morphInside(root, '<ul class="list" title="0"><li>文件</li></ul>');

  const list = root.querySelector("ul")!;
  expect(list.className).toBe("list is-over upload--live");
  expect(list.getAttribute("title")).toBe("1");
  expect([...list.children].map((child) => child.textContent).sort()).toEqual(["文件", "正在传"].sort());
});

test("what arrives in a marked list is marked as new", () => {
  see('<ol data-new><li id="t1">A001</li></ol>');

  morphInside(root, '<ol data-new><li id="t1">A001</li><li id="t2">A002</li></ol>');

  expect(root.querySelector("#t1")!.className).toBe("");
  expect(root.querySelector("#t2")!.className).toBe("is-new");
});

test("rows change places without being made anew", () => {
  see('<ol><li id="a">1</li><li id="b">2</li><li id="c">3</li></ol>');
  const [a, , c] = [...root.querySelectorAll("li")];

  morphInside(root, '<ol><li id="c">3</li><li id="a">1</li></ol>');

  expect([...root.querySelectorAll("li")]).toEqual([c, a]);
});

test("a part that a script made its own is not added a second time", () => {
  see('<p data-part="status" data-own>已保存</p><b>1</b>');
  morphInside(root, '<p data-part="status"></p><b>2</b>');
  expect(root.innerHTML).toBe('<p data-part="status" data-own="">已保存</p><b>2</b>');
});

test("a field whose word was typed, saved and then changed by another shows the newer word", () => {
  document.body.innerHTML = `<div id="a"><input name="x" value=""><textarea name="t"></textarea></div>`;
  const root = document.querySelector("#a")!;
  const input = root.querySelector("input")!;
  const area = root.querySelector("textarea")!;
  input.value = "mine";
  area.value = "mine";
  input.defaultValue = "mine";
  area.defaultValue = "mine";

  morphInside(root, `<input name="x" value="hers"><textarea name="t">hers</textarea>`);

  expect([input.value, area.value]).toEqual(["hers", "hers"]);
});
