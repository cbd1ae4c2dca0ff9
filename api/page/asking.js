// A new video: a text, a channel, and what only a person can know of the film.

import { captionFields, captionsKept, captionsSaid } from "./captions.js";
import { read, tell } from "./client.js";
import { el, toast } from "./dom.js";

const RESOLUTIONS = ["", "720p", "1080p", "1440p", "2160p"];
const RATES = ["", "24", "25", "30", "50", "60"];
const CODECS = [["", ""], ["h264", "H.264"], ["hevc", "HEVC"], ["av1", "AV1"]];
const ASPECTS = [["16:9", "16:9, wide"], ["9:16", "9:16, upright"], ["1:1", "1:1, square"]];

export async function askForVideo() {
  const { items: channels } = await read("/api/v1/channels");
  const dialog = el("dialog", { class: "panel wide", "aria-label": "New video" });
  dialog.append(form(channels, dialog));
  const close = () => dialog.close();
  window.addEventListener("hashchange", close);
  dialog.addEventListener("close", () => {
    window.removeEventListener("hashchange", close);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function form(channels, dialog) {
  const choose = el("select", { name: "channel", id: "channel" }, channels.map((it) => el("option", { value: it.channel_id }, `${it.name} (${it.language})`)), el("option", { value: "" }, "A new channel …"));
  const fresh = el("div", { class: "pair" }, field("Its name", el("input", { name: "name", maxlength: "100" })), field("Language", el("input", { name: "language", value: "en", maxlength: "12" })));
  const change = () => { fresh.hidden = choose.value !== ""; };
  choose.addEventListener("change", change);
  change();
  const fault = el("p", { class: "fault", role: "alert", hidden: true });
  const submit = el("button", { class: "button primary", type: "submit" }, "Make it");
  const send = async (event) => {
    event.preventDefault();
    submit.disabled = true;
    fault.hidden = true;
    try {
      const made = await ask(new FormData(event.target));
      dialog.close();
      toast("Asked for; it is being made.", "good");
      location.hash = `#/videos/${made.video_id}`;
    } catch (it) {
      fault.textContent = it.message;
      fault.hidden = false;
    }
    submit.disabled = false;
  };
  return el("form", { onsubmit: send },
    el("h2", {}, "New video"),
    field("Source text (.txt or .md, UTF-8)", el("input", { type: "file", name: "file", accept: ".txt,.md,text/plain,text/markdown", required: true })),
    el("div", { class: "pair" }, field("Channel", choose), field("Shape", el("select", { name: "aspect" }, ASPECTS.map(([value, name]) => el("option", { value }, name)))), field("Seconds of speech", el("input", { type: "number", name: "seconds", value: "45", min: "10", max: "600" }))),
    fresh,
    format(),
    captionFields(),
    decisions(),
    fault,
    el("div", { class: "buttons" }, submit, el("button", { class: "button quiet", type: "button", onclick: () => dialog.close() }, "Back")));
}

function field(name, input) {
  return el("label", { class: "field" }, el("span", {}, name), input);
}

/** Left as they are, the channel's own hold. */
function format() {
  const choose = (name, options) => el("select", { name }, options.map(([value, text]) => el("option", { value }, text || "As the channel's")));
  const plain = (options) => options.map((it) => [it, it]);
  return el("div", { class: "pair" }, field("Resolution", choose("resolution", plain(RESOLUTIONS))), field("Frames a second", choose("fps", plain(RATES))), field("Codec", choose("codec", CODECS)));
}

function decisions() {
  const choice = (name, no, yes) => el("fieldset", { class: "choice" }, el("legend", { class: "sr" }, yes),
    [["no", no], ["yes", yes]].map(([value, text]) => el("label", {}, el("input", { type: "radio", name, value, required: true }), text)));
  const own = choice("own", "I may use the text under a licence", "The text is my own work");
  const licensed = el("div", { class: "pair", hidden: true }, field("Licence", el("input", { name: "licence", maxlength: "500" })), field("Attribution that it owes", el("input", { name: "attribution", maxlength: "500" })), field("Expires on (empty: never)", el("input", { name: "expires_on", type: "date" })));
  own.addEventListener("change", (event) => { licensed.hidden = event.target.value === "yes"; licensed.querySelector("input").required = !licensed.hidden; });
  return el("div", { class: "decisions" },
    el("p", { class: "hint" }, "What only you can know. It is recorded as your decision."),
    own,
    licensed,
    choice("realistic", "Shows no realistic altered or synthetic media", "Shows realistic synthetic media"),
    choice("kids", "Not made for children", "Made for children"),
    choice("paid", "No paid promotion", "Includes paid promotion"));
}

async function ask(given) {
  const yes = (name) => given.get(name) === "yes";
  const upload = new FormData();
  upload.append("file", given.get("file"));
  const owed = { ownership: "licensed", licence: given.get("licence"), attribution: given.get("attribution"), expires_on: given.get("expires_on") || null, commercial_use: true };
  upload.append("rights", JSON.stringify(yes("own") ? { ownership: "own", licence: "own work", commercial_use: true } : owed));
  const asset = await tell("POST", "/api/v1/assets", upload);
  const channel = given.get("channel") || (await open(given));
  if (captionsKept(given)) await tell("PUT", `/api/v1/channels/${channel}/captions`, captionsSaid(given));
  return tell("POST", "/api/v1/videos/generate", {
    channel_id: channel,
    source_asset_id: asset.asset_id,
    aspect: given.get("aspect"),
    seconds: Number(given.get("seconds")),
    format: { resolution: given.get("resolution") || null, fps: Number(given.get("fps")) || null, codec: given.get("codec") || null },
    captions: captionsSaid(given),
    decided: { disclosure: { realistic: yes("realistic") }, audience: { made_for_kids: yes("kids") }, paid_promotion: { included: yes("paid") } },
  });
}

async function open(given) {
  const opened = await tell("POST", "/api/v1/channels", { name: given.get("name"), language: given.get("language") });
  return opened.channel_id;
}
