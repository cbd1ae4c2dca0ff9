// The thumbnails that a person may choose from, each saying what it is and doing what it says.

import { file, read, said, tell } from "./client.js";
import { el, toast } from "./dom.js";
import { CLOSED } from "./sounding.js";

const LAYOUTS = { foot: "Words over the foot", side: "Words beside the picture", label: "Words on labels" };

export async function thumbnails(it) {
  const { thumbnails: all } = await read(`/api/v1/videos/${it.video_id}/thumbnails`);
  return all;
}

export function choice(it, all, again) {
  if (!all.length) return [];
  return [
    el("h2", {}, "Thumbnail"),
    el("p", { class: "hint" }, "The upright one goes out beside it as the film’s cover."),
    el("ul", { class: "variants" }, all.map((one) => variant(it, one, again))),
  ];
}

function variant(it, one, again) {
  const name = LAYOUTS[one.layout] ?? one.layout;
  return el("li", { class: one.chosen ? "chosen" : "" },
    el("div", { class: "shapes" }, shown(one.wide_location, one.wide, `${name}: ${one.words}`, [1280, 720]), shown(one.tall_location, one.tall, `${name}, upright: ${one.words}`, [1080, 1920])),
    el("div", { class: "line" }, el("span", {}, name), one.chosen ? el("strong", {}, "✓ This one stands") : CLOSED.includes(it.stage) ? null : button(it, one, name, again)));
}

function shown(location, blob, alt, [width, height]) {
  const image = el("img", { alt, decoding: "async", width: `${width}`, height: `${height}` });
  file(location, blob).then((url) => { image.src = url; }).catch((wrong) => { image.alt = `${alt} (${said(wrong)})`; });
  return image;
}

function button(it, one, name, again) {
  const made = el("button", { class: "button", type: "button", "aria-label": `Take this one: ${name}` }, "Take this one");
  made.addEventListener("click", async () => {
    made.disabled = true;
    made.textContent = "Taking it …";
    try {
      await tell("PUT", `/api/v1/videos/${it.video_id}`, { thumbnail_variant: one.variant });
      toast("Thumbnail chosen; the film is inspected again.", "good");
    } catch (wrong) {
      toast(said(wrong), "bad");
      made.disabled = false;
      made.textContent = "Take this one";
    }
    again();
  });
  return made;
}
