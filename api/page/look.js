// How a channel's films look: theme, colours, font, logo, lower third and end card.

import { tell } from "./client.js";
import { el, toast } from "./dom.js";
import { choose, colour, field, form, number, oneOf } from "./forms.js";
import { asked, rightsFields, upload } from "./rights.js";

const THEMES = {
  night: { low: "#0b1022", high: "#1d2a55", panel: "#17224a", text: "#f4f6ff", quiet: "#b4c0e4", accent: "#ffc15e", on_accent: "#1b1204" },
  paper: { low: "#ece4d6", high: "#fbf7ef", panel: "#fffdf9", text: "#1f1b16", quiet: "#5c5346", accent: "#a8321f", on_accent: "#ffffff" },
  signal: { low: "#06110d", high: "#10382c", panel: "#0e2c23", text: "#ffffff", quiet: "#a9d6c4", accent: "#c8f53c", on_accent: "#0d1704" },
};
const NAMES = [["night", "Night: deep blue, calm"], ["paper", "Paper: light, quiet"], ["signal", "Signal: green, heavy, springy"]];
const PARTS = [["low", "Ground, from"], ["high", "Ground, to"], ["panel", "Panels"], ["text", "Text"], ["quiet", "Quiet text"], ["accent", "Accent"], ["on_accent", "On the accent"]];
export const FONTS = [["sans", "Sans"], ["condensed", "Condensed"], ["serif", "Serif"], ["montserrat", "Montserrat"]];
const CHARACTERS = 60;
const END_S = [5, 20];
const UNSAID = { theme: "night", colours: {}, font: "sans", logo: null, lower_third: "", end_card: "", end_card_s: 8 };

export function lookForm(channel, again) {
  const now = channel.look ?? UNSAID;
  const theme = oneOf("Theme", "theme", NAMES, now.theme);
  const palette = el("div", { class: "palette" });
  const sample = shown(channel.name);
  const parts = [logo(now), ...words(now)];
  const made = form({ submit: "Keep this look", busy: "Keeping it …", act: (given) => keep(channel, given), done: () => kept(again) },
    el("div", { class: "beside" }, sample.all, theme),
    el("details", { open: Object.values(now.colours).some(Boolean) }, el("summary", {}, "Colours of your own"), palette),
    el("div", { class: "pair" }, field("Font", choose("font", FONTS, now.font))), parts);
  const renewed = () => palette.replaceChildren(...colours(chosen(theme), chosen(theme) === now.theme ? now.colours : {}));
  theme.addEventListener("change", renewed);
  made.addEventListener("input", () => sample.draw(new FormData(made)));
  renewed();
  sample.draw(new FormData(made));
  return made;
}

const chosen = (theme) => theme.querySelector(":checked").value;

function kept(again) {
  toast("Kept: films that are asked for from now on look so.", "good");
  again();
}

/** Left empty, a colour is the theme's. */
function colours(theme, own) {
  return PARTS.map(([name, said]) => field(said, colour(name, { value: own[name] ?? "", usual: THEMES[theme][name] })));
}

function logo(now) {
  const file = el("input", { type: "file", name: "logo", accept: "image/png,image/jpeg,image/webp,image/avif" });
  const rights = rightsFields("Whose picture it is");
  const drop = el("input", { type: "checkbox", name: "logo_removed" });
  const change = () => asked(rights, file.files.length > 0);
  file.addEventListener("change", change);
  change();
  return el("fieldset", { class: "options" }, el("legend", {}, "Logo"),
    now.logo ? el("p", { class: "hint" }, "One is shown. Another file takes its place.") : null,
    now.logo ? el("label", { class: "tick" }, drop, "Show none any more") : null,
    field("A picture (PNG with see-through ground is best)", file), rights);
}

function words(now) {
  const text = (name, value, placeholder) => el("input", { name, value, placeholder, maxlength: `${CHARACTERS}` });
  return [
    field("Lower third", text("lower_third", now.lower_third, "How nature works"), "Stands under the channel’s name as a film begins. Empty: none."),
    el("div", { class: "pair" }, field("End card", text("end_card", now.end_card, "See you next week"), "Keeps YouTube’s end screen free. Empty: none."), field("Its seconds", number("end_card_s", ...END_S, now.end_card_s))),
  ];
}

async function keep(channel, given) {
  const theme = given.get("theme");
  const before = channel.look ?? UNSAID;
  const file = given.get("logo");
  const logo_asset = file?.size ? (await upload(file, given)).asset_id : null;
  const own = PARTS.map(([name]) => [name, wanted(name, theme, before, given.get(name).trim())]).filter(([, it]) => it);
  return tell("PUT", `/api/v1/channels/${channel.channel_id}/look`, {
    theme,
    colours: Object.fromEntries(own),
    font: given.get("font"),
    logo: logo_asset,
    logo_removed: logo_asset === null && given.get("logo_removed") !== null,
    lower_third: given.get("lower_third").trim(),
    end_card: given.get("end_card").trim(),
    end_card_s: Number(given.get("end_card_s")) || null,
  });
}

/** A colour that is emptied goes back to the theme's, by its value. */
function wanted(name, theme, before, said) {
  const stood = before.theme === theme ? before.colours[name] : "";
  return said || (stood ? THEMES[theme][name] : "");
}

/** A card in these colours, redrawn as they are chosen. */
function shown(channel) {
  const lower = el("span", { class: "quiet" });
  const heading = el("strong", {}, "Octopuses think with ", el("mark", {}, "eight"), " arms");
  const all = el("div", { class: "sample", role: "img", "aria-label": "How a card looks in these colours" }, heading, el("span", { class: "inlay" }, "Two thirds of its neurons"), el("span", { class: "third" }, el("b", {}, channel), lower));
  const draw = (given) => {
    const usual = THEMES[given.get("theme")];
    for (const [name] of PARTS) {
      const said = given.get(name)?.trim() ?? "";
      all.style.setProperty(`--its-${name.replace("_", "-")}`, /^#[0-9a-f]{6}$/i.test(said) ? said : usual[name]);
    }
    all.dataset.font = given.get("font");
    lower.textContent = given.get("lower_third");
  };
  return { all, draw };
}
