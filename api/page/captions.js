// How captions look: a preset, and whatever a person wants otherwise.

import { el } from "./dom.js";

const PRESETS = [["", "As the channel's"], ["clear", "Clear: white on a soft panel"], ["bold", "Bold: large, thick outline"], ["marker", "Marker: the spoken word is marked"]];
const FONTS = [["", "As it is"], ["sans", "Sans"], ["condensed", "Condensed"], ["serif", "Serif"], ["montserrat", "Montserrat"]];
const PLACES = [["", "As it is"], ["low", "Low"], ["middle", "In the middle"], ["high", "High"]];
const NUMBERS = ["size_percent", "weight", "outline_percent"];
const TEXTS = ["preset", "font", "colour", "spoken", "outline", "box", "spoken_box", "place"];

/** The fields of a form; what is left empty stays as the preset, or the channel, has it. */
export function captionFields() {
  const choose = (name, options) => el("select", { name: `captions.${name}` }, options.map(([value, text]) => el("option", { value }, text)));
  const number = (name, min, max) => el("input", { type: "number", name: `captions.${name}`, min, max, placeholder: `${min} to ${max}` });
  const colour = (name, pattern, placeholder) => el("input", { name: `captions.${name}`, pattern, placeholder, maxlength: "9" });
  const opaque = (name) => colour(name, "#[0-9A-Fa-f]{6}", "#rrggbb");
  const veiled = (name) => colour(name, "none|#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?", "#rrggbbaa or none");
  return el("div", {},
    el("div", { class: "pair" }, field("Captions", choose("preset", PRESETS)), field("Where", choose("place", PLACES))),
    el("details", {}, el("summary", {}, "A look of your own"),
      el("div", { class: "pair" }, field("Font", choose("font", FONTS)), field("Size, % of the usual", number("size_percent", 60, 160)), field("Weight", number("weight", 400, 900))),
      el("div", { class: "pair" }, field("Letters", opaque("colour")), field("The spoken word", opaque("spoken")), field("Box behind it", colour("spoken_box", "none|#[0-9A-Fa-f]{6}", "#rrggbb or none"))),
      el("div", { class: "pair" }, field("Outline", colour("outline", "#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?", "#rrggbbaa")), field("Outline, % of the size", number("outline_percent", 0, 15)), field("Box behind all", veiled("box")))),
    el("label", {}, el("input", { type: "checkbox", name: "captions.keep" }), " Keep this for the whole channel"));
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

/** Whether it is to hold for the channel's other films too. */
export function captionsKept(given) {
  return given.get("captions.keep") !== null && Object.keys(captionsSaid(given)).length > 0;
}

function field(name, input) {
  return el("label", { class: "field" }, el("span", {}, name), input);
}
