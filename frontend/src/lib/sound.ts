/** The ring: a tone made here, so that nothing is fetched. A browser lets it sound only after a tap. */
let context: AudioContext | undefined;
let timer: number | undefined;
let listening = false;

/** Call inside a tap; the ring may sound from then on, as long as the page is not reloaded. */
export function unlock(): void {
  if (typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume().catch(() => undefined);
}

function tone(at: AudioContext, frequency: number, startS: number, lengthS: number): void {
  const voice = at.createOscillator();
  const volume = at.createGain();
  voice.frequency.value = frequency;
  volume.gain.setValueAtTime(0, startS);
  volume.gain.linearRampToValueAtTime(0.25, startS + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.001, startS + lengthS);
  voice.connect(volume).connect(at.destination);
  voice.start(startS);
  voice.stop(startS + lengthS);
}

/** One chime: two notes, as a hall's number board rings. */
export function chime(): void {
  unlock();
  if (!context || context.state !== "running") return;
  const now = context.currentTime;
  tone(context, 784, now, 0.5);
  tone(context, 587, now + 0.35, 0.9);
}

/** Ring until stopped, every 2.5 s. */
export function ring(): void {
  if (timer !== undefined) return;
  chime();
  timer = window.setInterval(chime, 2500);
}

export function stopRinging(): void {
  window.clearInterval(timer);
  timer = undefined;
}

/** Any tap anywhere unlocks: a person who came back to the page need not take another number. */
export function unlockOnFirstTap(): void {
  if (listening) return;
  listening = true;
  const tapped = (): void => unlock();
  document.addEventListener("pointerdown", tapped, { once: true });
  document.addEventListener("keydown", tapped, { once: true });
}
