// A preview: the film as it would be now, in a quarter of the pixels, made in seconds.

import { file, said, tell } from "./client.js";
import { bytes, el, show } from "./dom.js";

export function preview(it, files, again) {
  const state = it.preview?.state;
  const made = files?.find((one) => one.name === "preview.mp4");
  return [
    el("h2", {}, "Preview"),
    el("p", { class: "hint" }, "The film as it would be now, in a quarter of the pixels. It is never published."),
    state === "failed" ? el("p", { class: "fault" }, it.preview.failure) : null,
    state === "making" ? making() : null,
    made && state === "made" ? player(it, made) : null,
    state === "making" || (made && state === "made") ? null : ask(it, state, again),
  ];
}

const making = () => el("div", { class: "work", role: "status" }, el("span", { class: "what" }, "Making the preview …"), el("progress", { "aria-label": "Making the preview" }));

/** What a preview is made of: the voice, and a picture for every scene. */
const early = ({ voiced, scenes, scenes_illustrated: drawn }) => !voiced || !scenes || drawn < scenes;

function ask(it, state, again) {
  const wait = early(it.progress);
  const button = el("button", { class: "button", type: "button", disabled: wait }, state === "failed" ? "Try again" : "Make a preview");
  const fault = el("p", { class: "fault", role: "alert", hidden: true });
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.textContent = "Asking …";
    try {
      await tell("POST", `/api/v1/videos/${it.video_id}/preview`);
      again();
    } catch (wrong) {
      fault.textContent = said(wrong);
      fault.hidden = false;
      button.disabled = false;
      button.textContent = "Try again";
    }
  });
  return el("div", {}, el("div", { class: "buttons" }, button), wait ? el("p", { class: "hint" }, "Once it is spoken and every scene has its picture.") : null, fault);
}

function player(it, one) {
  const place = el("div", { class: "small-screen" });
  const words = el("span", {}, "▶ Play the preview");
  const button = el("button", { class: "button", type: "button" }, words, el("small", {}, ` ${it.preview.width}×${it.preview.height}, ${bytes(one.size_bytes)}`));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const url = await file(one.location, one.blob, (done, total) => { words.textContent = `Loading ${Math.round((100 * done) / total)} %`; });
      const video = el("video", { src: url, controls: true, autoplay: true, playsinline: true, "aria-label": "Preview" });
      show(place, video);
      video.focus();
    } catch (wrong) {
      show(place, button, el("p", { class: "fault", role: "alert" }, said(wrong)));
      words.textContent = "▶ Play the preview";
      button.disabled = false;
    }
  });
  place.append(button);
  return place;
}
