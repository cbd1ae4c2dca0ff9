// A new video: a text or a topic, a channel, and what only a person can know of the film.

import { captionFields, captionsKept, captionsSaid, keepField } from "./captions.js";
import { read, tell } from "./client.js";
import { el, toast } from "./dom.js";
import { choose, dialog, field, form, number } from "./forms.js";
import { asked } from "./rights.js";
import { sourceFields, sourceSaid } from "./source.js";

const RESOLUTIONS = ["720p", "1080p", "1440p", "2160p"];
const RATES = ["24", "25", "30", "50", "60"];
const CODECS = [["h264", "H.264"], ["hevc", "HEVC"], ["av1", "AV1"]];
const ASPECTS = [["16:9", "16:9, wide"], ["9:16", "9:16, upright"], ["1:1", "1:1, square"]];
const opened = new Map();
const CHANNELS = "Channel’s own";

export async function askForVideo() {
  const [{ items: channels }, { topics }] = await Promise.all([read("/api/v1/channels"), read("/api/v1/capabilities")]);
  dialog("New video", (close) => fields(channels, topics, close), "wide");
}

function fields(channels, topics, close) {
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
    sourceFields(topics),
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
  const source = await sourceSaid(given);
  const channel = given.get("channel") || (await open(given));
  if (captionsKept(given)) await tell("PUT", `/api/v1/channels/${channel}/captions`, captionsSaid(given));
  return tell("POST", "/api/v1/videos/generate", {
    channel_id: channel,
    ...source,
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
