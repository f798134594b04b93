/** What the islands' tests stand on: a page, a line without a network, a server that answers as told. */
import { vi } from "vitest";
import { start, stop, type Island } from "./lib/island";
import { useLine, type Line, type News } from "./lib/socket";

export class FakeLine {
  sent: Record<string, unknown>[] = [];
  isOpen = true;
  private readonly listeners: { stream: string; hear: (news: News) => void }[] = [];
  private readonly handlers = new Map<string, ((message: never) => void)[]>();

  follow(stream: string, _seq: number, hear: (news: News) => void): () => void {
    const one = { stream, hear };
    this.listeners.push(one);
    return () => void this.listeners.splice(this.listeners.indexOf(one), 1);
  }
  on(sort: string, handle: (message: never) => void): () => void {
    this.handlers.set(sort, [...(this.handlers.get(sort) ?? []), handle]);
    return () => undefined;
  }
  send(message: Record<string, unknown>): void {
    this.sent.push(message);
  }
  check(): void {}
  news(stream: string, kind: string, seq = 99): void {
    [...this.listeners].filter((one) => one.stream === stream).forEach((one) => one.hear({ stream, kind, seq }));
  }
  tell(sort: string, message: object): void {
    this.handlers.get(sort)?.forEach((handle) => handle(message as never));
  }
}

/** Put HTML on the page and wake one island in it. */
export function wake(name: string, island: Island, html: string): { root: HTMLElement; line: FakeLine } {
  stop();
  const fake = new FakeLine();
  useLine(fake as unknown as Line);
  document.body.innerHTML = html;
  start({ [name]: island });
  return { root: document.querySelector<HTMLElement>(`[data-island~="${name}"]`)!, line: fake };
}

export interface Asked { url: string; method: string; body: FormData }

/** Answer every fetch in turn; the last answer stands for all that follow. Returns what was asked. */
export function answer(...answers: (string | object | number)[]): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit = {}) => {
    asked.push({ url: String(url), method: init.method ?? "GET", body: init.body as FormData });
    const next = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (next === 0) return Promise.reject(new TypeError("no network"));
    const isText = typeof next === "string";
    const body = isText ? next : JSON.stringify(next);
    return Promise.resolve(new Response(typeof next === "number" ? "" : body, {
      status: typeof next === "number" ? next : 200, headers: { "content-type": isText ? "text/html" : "application/json" },
    }));
  });
  return asked;
}

export const words = (...keys: string[]): string => `<template data-words>${keys.map((key) => `<span data-word="${key}">${key}!</span>`).join("")}</template>`;
export const submit = (form: Element): boolean => form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
export const change = (field: Element): boolean => field.dispatchEvent(new Event("change", { bubbles: true }));
