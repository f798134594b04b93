/** Words that a script says, written in the template so that they are translated with it. */

export type Words = (key: string) => string;

/** Read the island's `<template data-words>`. A word that is missing is empty and named once in the console. */
export function wordsOf(root: HTMLElement): Words {
  const found = new Map<string, string>();
  const template = [...root.children].find((child) => child.matches("template[data-words]")) as HTMLTemplateElement | undefined;
  template?.content.querySelectorAll<HTMLElement>("[data-word]").forEach((node) => {
    found.set(node.dataset.word ?? "", (node.textContent ?? "").trim());
  });
  const missed = new Set<string>();
  return (key) => {
    const word = found.get(key);
    if (word === undefined && !missed.has(key)) {
      missed.add(key);
      console.warn(`island "${root.dataset.island}" has no data-word="${key}"`);
    }
    return word ?? "";
  };
}
