/** Several panels in one place, one seen at a time; without the script all of them are seen. */
import type { Island } from "../../lib/island";

export const tabs: Island = (root) => {
  const all = [...root.querySelectorAll<HTMLButtonElement>('[data-part="tab"]')];
  const panelOf = (tab: HTMLButtonElement): HTMLElement | null => document.getElementById(tab.dataset.for ?? "");
  const choose = (tab: HTMLButtonElement): void => {
    for (const one of all) {
      const now = one === tab;
      one.setAttribute("aria-selected", String(now));
      one.tabIndex = now ? 0 : -1;
      panelOf(one)?.toggleAttribute("hidden", !now);
    }
  };
  all.forEach((tab, index) => {
    tab.setAttribute("role", "tab");
    tab.setAttribute("data-own-attrs", "role aria-selected aria-controls tabindex");
    tab.setAttribute("aria-controls", tab.dataset.for ?? "");
    tab.parentElement?.setAttribute("role", "tablist");
    tab.parentElement?.setAttribute("data-own-attrs", "role");
    panelOf(tab)?.setAttribute("role", "tabpanel");
    panelOf(tab)?.setAttribute("data-own-attrs", "role hidden");
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      const next = all[(index + step + all.length) % all.length];
      if (!step || !next) return;
      event.preventDefault();
      choose(next);
      next.focus();
    });
  });
  const first = all.find((tab) => tab.getAttribute("aria-selected") === "true") ?? all[0];
  if (first) choose(first);
};
