/** Tell people who listen to the page, politely, without moving anything. */
let region: HTMLElement | undefined;

export function say(text: string): void {
  if (!region?.isConnected) {
    region = document.createElement("div");
    region.className = "sr";
    region.setAttribute("aria-live", "polite");
    region.setAttribute("data-own", "");
    document.body.append(region);
  }
  region.textContent = text;
}
