// One channel: how its films look, what is played under them, how their captions stand.

import { captionsForm, captionsTold } from "./captions.js";
import { read, tell } from "./client.js";
import { el, renew, show, toast } from "./dom.js";
import { dialog, field, form } from "./forms.js";
import { lookForm } from "./look.js";
import { chooseMusic, musicSaid } from "./music.js";
import { row } from "./sounding.js";

export async function channels(main, { signal, wrong }) {
  document.title = "Channels – YTEMPIRE";
  show(main, waiting());
  const { items } = await read("/api/v1/channels").catch((it) => ({ items: wrong(it) }));
  if (signal.aborted || !items) return;
  show(main, el("article", { class: "channels" }, el("h1", {}, "Channels"), items.length ? el("ul", { class: "cards" }, items.map(brief)) : el("p", { class: "hint" }, "None yet: the first new video opens one.")));
}

function brief(it) {
  return el("li", { class: "card" },
    el("a", { class: "cover", href: `#/channels/${it.channel_id}` }, el("h3", {}, it.name)),
    el("p", { class: "line" }, el("span", {}, it.language), el("span", {}, films(it)), it.paused ? el("span", { class: "chip flagged" }, "paused") : null));
}

const films = (it) => `${it.videos} ${it.videos === 1 ? "film" : "films"}`;

export async function channel(main, id, { signal, wrong }) {
  show(main, waiting());
  const draw = async () => {
    try {
      const it = await read(`/api/v1/channels/${id}`);
      if (signal.aborted) return;
      document.title = `${it.name} – YTEMPIRE`;
      renew(main, JSON.stringify(it), () => all(it, draw));
    } catch (it) {
      if (signal.aborted) return;
      if ([404, 422].includes(it.status)) show(main, missing());
      else wrong(it);
    }
  };
  await draw();
}

function all(it, again) {
  const panel = (name, ...parts) => el("section", { class: "panel", "aria-label": name }, el("h2", {}, name), parts);
  const at = `/api/v1/channels/${it.channel_id}`;
  const music = () => chooseMusic({ at: `${at}/music`, now: it.music, note: "For films that are asked for from now on and say nothing else.", again });
  const speaks = async () => dialog("Personality", (close) => personalityForm(it, at, close, again));
  const captions = async () => dialog("Captions", (close) => captionsForm(it.captions, { keep: (said) => tell("PUT", `${at}/captions`, said), done: () => changed(close, again), back: close, note: "For films that are asked for from now on." }));
  return el("article", { class: "video" },
    el("div", { class: "head" }, el("a", { class: "back", href: "#/channels" }, "← All channels"), el("h1", {}, it.name), el("p", { class: "line" }, el("span", {}, it.language), el("span", {}, films(it)), it.paused ? el("span", { class: "chip flagged" }, `paused: ${it.paused_because || "no reason given"}`) : null)),
    el("div", { class: "left" }, panel("Look", lookForm(it, again))),
    el("div", { class: "right" }, panel("Music and captions", el("dl", { class: "changes" }, row("Music", musicSaid(it.music), false, music), row("Captions", captionsTold(it.captions), false, captions))), panel("Personality", el("dl", { class: "changes" }, row("How it speaks", it.personality || "No word of it", false, speaks)))));
}

function changed(close, again) {
  close();
  toast("Captions kept for films that are asked for from now on.", "good");
  again();
}

function personalityForm(it, at, close, again) {
  const said = el("textarea", { name: "personality", rows: "5", maxlength: "500" }, it.personality);
  const done = () => {
    close();
    toast("Kept for films that are asked for from now on.", "good");
    again();
  };
  return form({ submit: "Keep it", busy: "Keeping it …", act: (given) => tell("PUT", `${at}/personality`, { personality: given.get("personality").replace(/\s+/g, " ") }), done, back: close },
    field("How this channel speaks", said, "Tone, audience, what to avoid: scripts and titles follow it where a language model writes them. Empty for none."));
}

const waiting = () => el("p", { class: "empty", role: "status" }, "Loading …");

function missing() {
  return el("div", { class: "empty" }, el("h1", {}, "No such channel"), el("p", {}, el("a", { href: "#/channels" }, "Back to all channels")));
}
