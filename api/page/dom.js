// Elements from values: text is always text, never markup.

export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && typeof value !== "string") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((it) => it !== null && it !== undefined && it !== false));
  return made;
}

export function show(place, ...children) {
  delete place.dataset.key;
  place.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

// Replaces a part of the page only where it changed: focus and scrolling stay where they are.
export function renew(place, key, make) {
  if (place.dataset.key === key) return;
  const held = place.contains(document.activeElement) ? named(document.activeElement) : "";
  show(place, make());
  place.dataset.key = key;
  if (held) [...place.querySelectorAll("a, button, summary")].find((it) => named(it) === held)?.focus({ preventScroll: true });
}

const named = (it) => it.ariaLabel || it.textContent;

const toasts = document.getElementById("toasts");

export function toast(text, kind = "info") {
  const it = el("p", { class: `toast ${kind}` }, text);
  toasts.append(it);
  setTimeout(() => it.remove(), 7000);
}

export function clearToasts() {
  toasts.replaceChildren();
}

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const STEPS = [[60, "second", 1], [3600, "minute", 60], [86400, "hour", 3600], [Infinity, "day", 86400]];

export function ago(at) {
  const seconds = (new Date(at) - Date.now()) / 1000;
  const [, unit, size] = STEPS.find(([most]) => Math.abs(seconds) < most);
  return RELATIVE.format(Math.round(seconds / size), unit);
}

export function when(at) {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" }).format(new Date(at));
}

export function time(at, text = ago(at)) {
  return el("time", { datetime: at, title: when(at) }, text);
}

export function seconds(s) {
  const whole = Math.max(0, Math.round(s));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

export function bytes(n) {
  return n < 1e6 ? `${Math.max(1, Math.round(n / 1e3))} kB` : `${(n / 1e6).toFixed(1)} MB`;
}
