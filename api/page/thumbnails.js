// The thumbnails that a person may choose from, each saying what it is and doing what it says.

import { file, read, tell } from "./client.js";
import { el, toast } from "./dom.js";

const OPEN = ["making", "ready", "failed", "rejected"];

export async function thumbnails(it) {
  const { thumbnails: all } = await read(`/api/v1/videos/${it.video_id}/thumbnails`);
  return all;
}

export function choice(it, all, again) {
  if (!all.length) return [];
  return [el("h2", {}, "Thumbnail"), el("ul", { class: "variants" }, all.map((one) => el("li", { class: one.chosen ? "chosen" : "" }, shown(one), button(it, one, again))))];
}

function shown(one) {
  const image = el("img", { alt: `${one.layout}: ${one.words}`, decoding: "async", width: "336", height: "189" });
  file(one.wide_location, one.wide).then((url) => { image.src = url; }).catch(() => {});
  return image;
}

function button(it, one, again) {
  if (one.chosen) return el("span", { class: "line" }, "This one stands");
  const made = el("button", { class: "button quiet", type: "button", title: "It is inspected again" }, "Take this one");
  made.disabled = !OPEN.includes(it.stage);
  made.addEventListener("click", async () => {
    made.disabled = true;
    try {
      await tell("PUT", `/api/v1/videos/${it.video_id}`, { thumbnail_variant: one.variant });
      toast("Thumbnail chosen; the film is inspected again.", "good");
    } catch (wrong) {
      toast(wrong.message, "bad");
    }
    again();
  });
  return made;
}
