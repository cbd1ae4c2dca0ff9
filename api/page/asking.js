// A new video: a text, a channel, and what only a person can know of the film.

import { captionFields, captionsKept, captionsSaid, keepField } from "./captions.js";
import { read, tell } from "./client.js";
import { el, toast } from "./dom.js";
import { choose, dialog, field, form, number } from "./forms.js";
import { asked, rightsFields, upload } from "./rights.js";

const RESOLUTIONS = ["720p", "1080p", "1440p", "2160p"];
const RATES = ["24", "25", "30", "50", "60"];
const CODECS = [["h264", "H.264"], ["hevc", "HEVC"], ["av1", "AV1"]];
const ASPECTS = [["16:9", "16:9, wide"], ["9:16", "9:16, upright"], ["1:1", "1:1, square"]];
const opened = new Map();
const CHANNELS = "Channel’s own";

export async function askForVideo() {
  const { items: channels } = await read("/api/v1/channels");
  dialog("New video", (close) => fields(channels, close), "wide");
}

function fields(channels, close) {
  const all = [...channels.map((it) => [it.channel_id, `${it.name} (${it.language})`]), ["", "A new channel …"]];
  const channel = choose("channel", all, all[0][0]);
  const fresh = el("div", { class: "pair" }, field("Its name", el("input", { name: "name", maxlength: "100", required: true })), field("Language", el("input", { name: "language", value: "en", maxlength: "12", required: true })));
  const change = () => asked(fresh, channel.value === "");
  channel.addEventListener("change", change);
  change();
  const done = (made) => {
    close();
    toast("Asked for; it is being made.", "good");
    location.hash = `#/videos/${made.video_id}`;
  };
  return form({ submit: "Make it", busy: "Asking for it …", act: ask, done, back: close },
    field("Source text (.txt or .md, UTF-8)", el("input", { type: "file", name: "file", accept: ".txt,.md,text/plain,text/markdown", required: true })),
    field("Your own recording of it, if there is one", el("input", { type: "file", name: "narration", accept: "audio/*,video/*" }), "The text is then taken word for word. Rights as of the text."),
    rightsFields("Whose text it is"),
    el("div", { class: "pair" }, field("Channel", channel), field("Shape", choose("aspect", ASPECTS, "16:9")), field("Seconds of speech", number("seconds", 10, 600, 45))),
    fresh,
    format(),
    captionFields(null, CHANNELS),
    keepField(),
    decisions());
}

/** Left as they are, the channel's own hold. */
function format() {
  const one = (name, options) => choose(name, [["", CHANNELS], ...options]);
  const plain = (options) => options.map((it) => [it, it]);
  return el("div", { class: "pair" }, field("Resolution", one("resolution", plain(RESOLUTIONS))), field("Frames a second", one("fps", plain(RATES))), field("Codec", one("codec", CODECS)));
}

function decisions() {
  const choice = (name, no, yes) => el("fieldset", { class: "choice" }, el("legend", { class: "sr" }, yes),
    [["no", no], ["yes", yes]].map(([value, text]) => el("label", {}, el("input", { type: "radio", name, value, required: true }), text)));
  return el("div", { class: "decisions" },
    el("p", { class: "hint" }, "What only you can know of the film. It is recorded as your decision."),
    choice("realistic", "Shows no realistic altered or synthetic media", "Shows realistic synthetic media"),
    choice("kids", "Not made for children", "Made for children"),
    choice("paid", "No paid promotion", "Includes paid promotion"));
}

async function ask(given) {
  const yes = (name) => given.get(name) === "yes";
  const asset = await upload(given.get("file"), given);
  const voice = given.get("narration");
  const narration = voice?.size ? await upload(voice, given, "music") : null;
  const channel = given.get("channel") || (await open(given));
  if (captionsKept(given)) await tell("PUT", `/api/v1/channels/${channel}/captions`, captionsSaid(given));
  return tell("POST", "/api/v1/videos/generate", {
    channel_id: channel,
    source_asset_id: asset.asset_id,
    narration_asset_id: narration && narration.asset_id,
    aspect: given.get("aspect"),
    seconds: Number(given.get("seconds")),
    format: { resolution: given.get("resolution") || null, fps: Number(given.get("fps")) || null, codec: given.get("codec") || null },
    captions: captionsSaid(given),
    decided: { disclosure: { realistic: yes("realistic") }, audience: { made_for_kids: yes("kids") }, paid_promotion: { included: yes("paid") } },
  });
}

/** Once, should what follows be refused and the form be sent again. */
async function open(given) {
  const asks = { name: given.get("name"), language: given.get("language") };
  const its = JSON.stringify(asks);
  if (!opened.has(its)) opened.set(its, (await tell("POST", "/api/v1/channels", asks)).channel_id);
  return opened.get(its);
}
