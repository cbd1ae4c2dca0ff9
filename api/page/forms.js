// Forms: fields with their names, and a form that says in itself what is wrong.

import { said } from "./client.js";
import { el } from "./dom.js";

let hints = 0;

/** An input with its name, and a hint that belongs to it. */
export function field(name, input, hint) {
  const its = input.text ?? input;
  if (input.swatch) {
    its.ariaLabel = name;
    input.swatch.ariaLabel = `${name}, picked`;
  }
  const named = el("label", { class: "field" }, el("span", {}, name), input);
  if (!hint) return named;
  hints += 1;
  its.setAttribute("aria-describedby", `hint-${hints}`);
  return el("div", { class: "field" }, named, el("small", { class: "hint", id: `hint-${hints}` }, hint));
}

export function choose(name, options, value = "") {
  const made = el("select", { name }, options.map(([it, text]) => el("option", { value: it }, text)));
  made.value = value;
  return made;
}

export function number(name, min, max, value) {
  return el("input", { type: "number", name, min: `${min}`, max: `${max}`, value: value === undefined ? null : `${value}`, placeholder: `${min} to ${max}`, inputmode: "numeric" });
}

/** One of several, each said in words; `value` is taken at first, and required if none is. */
export function oneOf(legend, name, options, value) {
  return el("fieldset", { class: "options" }, el("legend", {}, legend),
    options.map(([it, text]) => el("label", {}, el("input", { type: "radio", name, value: it, required: true, checked: it === value }), el("span", {}, text))));
}

/** `#rrggbb`, typed or picked; an empty one is none. */
export function colour(name, { value = "", usual = "", pattern = "#[0-9A-Fa-f]{6}", placeholder = usual || "#rrggbb", title = "#rrggbb" } = {}) {
  const text = el("input", { name, value, pattern, placeholder, maxlength: "9", spellcheck: "false", autocomplete: "off", title });
  const swatch = el("input", { type: "color", class: "swatch", tabindex: "-1" });
  const plain = () => (/^#[0-9a-f]{6}/i.test(text.value || usual) ? (text.value || usual).slice(0, 7).toLowerCase() : "#000000");
  const sync = () => {
    swatch.value = plain();
    swatch.classList.toggle("none", !text.value && !usual);
  };
  swatch.addEventListener("input", () => {
    text.value = swatch.value + (text.value.length === 9 ? text.value.slice(7) : "");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  text.addEventListener("input", sync);
  sync();
  const both = el("span", { class: "colour" }, text, swatch);
  Object.assign(both, { text, swatch });
  return both;
}

/** Sends once, shows that it is under way, and says a refusal where it was asked for. */
export function form({ submit, busy, act, done, back }, ...parts) {
  const fault = el("p", { class: "fault", role: "alert", tabIndex: -1, hidden: true });
  const button = el("button", { class: "button primary", type: "submit" }, submit);
  const made = el("form", { class: "form" }, parts, fault,
    el("div", { class: "buttons" }, button, back ? el("button", { class: "button quiet", type: "button", onclick: back }, "Back") : null));
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (made.ariaBusy === "true") return;
    made.ariaBusy = "true";
    button.disabled = true;
    button.textContent = busy;
    fault.hidden = true;
    try {
      done(await act(new FormData(made)));
    } catch (it) {
      fault.textContent = said(it);
      fault.hidden = false;
      fault.focus();
    }
    made.ariaBusy = "false";
    button.disabled = false;
    button.textContent = submit;
  });
  return made;
}

/** A dialog around what `make` gives; it goes with the view that it belongs to. */
export function dialog(name, make, kind = "") {
  const made = el("dialog", { class: `panel ${kind}`, "aria-label": name });
  const close = () => made.close();
  made.append(el("h2", {}, name), make(close));
  window.addEventListener("hashchange", close);
  made.addEventListener("close", () => {
    window.removeEventListener("hashchange", close);
    made.remove();
  });
  document.body.append(made);
  made.showModal();
}
