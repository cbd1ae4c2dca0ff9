// How captions look: a preset, and whatever a person wants otherwise.

import { el } from "./dom.js";
import { choose, colour, field, form, number } from "./forms.js";
import { FONTS } from "./look.js";

const PRESETS = [["clear", "Clear: white on a soft panel"], ["bold", "Bold: large, thick outline"], ["marker", "Marker: the spoken word is marked"]];
const PLACES = [["low", "Low"], ["middle", "In the middle"], ["high", "High"]];
const NUMBERS = ["size_percent", "weight", "outline_percent"];
const TEXTS = ["preset", "font", "colour", "spoken", "outline", "box", "spoken_box", "place"];
const VEILED = "#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?";

/** The fields of a form; what is left empty stays as `now`, or the channel, has it. */
export function captionFields(now, unsaid = "As it is") {
  const as = (name) => (now ? `${unsaid} (${now[name]})` : unsaid);
  const one = (name, options) => choose(`captions.${name}`, [["", as(name)], ...options]);
  const its = (name, pattern, placeholder) => colour(`captions.${name}`, { pattern, placeholder: now ? now[name] || "none" : placeholder, title: placeholder, usual: now?.[name] ?? "" });
  const many = (name, min, max) => {
    const made = number(`captions.${name}`, min, max);
    if (now) made.placeholder = `${now[name]}`;
    return made;
  };
  return el("div", {},
    el("div", { class: "pair" }, field("Captions", one("preset", PRESETS)), field("Where", one("place", PLACES))),
    el("details", {}, el("summary", {}, "A look of your own"),
      el("div", { class: "pair" }, field("Font", one("font", FONTS)), field("Size, % of the usual", many("size_percent", 60, 160)), field("Weight", many("weight", 400, 900))),
      el("div", { class: "pair" }, field("Letters", its("colour")), field("The spoken word", its("spoken")), field("Box behind it", its("spoken_box", "none|#[0-9A-Fa-f]{6}", "#rrggbb or none"))),
      el("div", { class: "pair" }, field("Outline", its("outline", VEILED, "#rrggbbaa")), field("Outline, % of the size", many("outline_percent", 0, 15)), field("Box behind all", its("box", `none|${VEILED}`, "#rrggbbaa or none")))));
}

/** Whether it is to hold for the channel's other films too. */
export function keepField() {
  return el("label", { class: "tick" }, el("input", { type: "checkbox", name: "captions.keep" }), "Keep these captions for the whole channel");
}

/** What was said of the captions. */
export function captionsSaid(given) {
  const said = {};
  for (const name of [...TEXTS, ...NUMBERS]) {
    const value = (given.get(`captions.${name}`) ?? "").trim();
    if (value) said[name] = NUMBERS.includes(name) ? Number(value) : value === "none" ? "" : value;
  }
  return said;
}

export function captionsKept(given) {
  return given.get("captions.keep") !== null && Object.keys(captionsSaid(given)).length > 0;
}

/** In words. */
export function captionsTold(now) {
  return now ? `${now.preset}, ${now.font}, ${now.size_percent} %, ${now.place}` : "clear, sans, 100 %, low";
}

/** A form of their own; `keep` is told what was said. */
export function captionsForm(now, { keep, done, back, note }) {
  const act = async (given) => {
    const said = captionsSaid(given);
    if (Object.keys(said).length === 0) throw new Error("Nothing was chosen; say what is to look otherwise.");
    await keep(said);
  };
  return form({ submit: "Keep these captions", busy: "Keeping them …", act, done, back }, note ? el("p", { class: "hint" }, note) : null, captionFields(now));
}
