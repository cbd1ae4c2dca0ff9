// Music under a film, or under all films of a channel: which file, and how far under the voice.

import { read, tell } from "./client.js";
import { el, toast } from "./dom.js";
import { dialog, field, form, number, oneOf } from "./forms.js";
import { asked, rightsFields, upload } from "./rights.js";

const USUAL = { speaking_lu: 20, pausing_lu: 10 };
const MOST_LU = 40;
const NONE = "none";
const ANOTHER = "another";
const seen = new Map();

export function musicSaid(music) {
  return music ? `${music.name}, ${music.speaking_lu} LU under words, ${music.pausing_lu} between` : "None";
}

/** `at` is the music's own address, `now` what is played there at present. */
export async function chooseMusic({ at, now, note, again }) {
  const known = await uploaded(now);
  dialog("Music", (close) => made({ at, now, known, note }, close, again));
}

/** Files of music that are in use, or were since this page was opened. */
async function uploaded(now) {
  const { items: channels } = await read("/api/v1/channels");
  for (const it of [now, ...channels.map((one) => one.music)].filter(Boolean)) seen.set(it.asset_id, it);
  return [...seen.values()];
}

function made({ at, now, known, note }, close, again) {
  const options = [[NONE, "No music"], ...known.map((it) => [it.asset_id, it.name]), [ANOTHER, "Another file …"]];
  const which = oneOf("What is played", "which", options, now ? now.asset_id : NONE);
  const file = el("input", { type: "file", name: "file", accept: "audio/*,video/*", required: true });
  const another = el("div", { class: "form" }, field("The file", file, "Any sound, up to 3 hours and 512 MiB."), rightsFields("Whose music it is"));
  const { speaking_lu: speaking, pausing_lu: pausing } = now ?? USUAL;
  const levels = el("div", { class: "pair" },
    field("Under words, LU", number("speaking_lu", 0, MOST_LU, speaking), "How much quieter than the voice"),
    field("Between words, LU", number("pausing_lu", 0, MOST_LU, pausing), "The same or less"));
  const change = () => {
    const value = which.querySelector(":checked")?.value;
    asked(another, value === ANOTHER);
    asked(levels, value !== NONE);
    for (const it of levels.querySelectorAll("input")) it.required = value !== NONE;
  };
  which.addEventListener("change", change);
  change();
  const done = (played) => {
    close();
    toast(played ? "Music chosen." : "No music is played.", "good");
    again();
  };
  return form({ submit: "Take it", busy: "Taking it …", back: close, act: (given) => take(at, given), done },
    note ? el("p", { class: "hint" }, note) : null, which, another, levels);
}

async function take(at, given) {
  const which = given.get("which");
  if (which === NONE) {
    await tell("DELETE", at);
    return false;
  }
  const asset_id = which === ANOTHER ? (await upload(given.get("file"), given, "music")).asset_id : which;
  await tell("PUT", at, { asset_id, speaking_lu: Number(given.get("speaking_lu")), pausing_lu: Number(given.get("pausing_lu")) });
  return true;
}
