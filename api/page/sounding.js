// What a person may still change of how one film sounds and reads: its voice, its music, its captions.

import { captionsForm, captionsTold } from "./captions.js";
import { said, tell } from "./client.js";
import { el, toast } from "./dom.js";
import { dialog } from "./forms.js";
import { chooseMusic, musicSaid } from "./music.js";
import { chooseVoice, voiceSaid } from "./narration.js";

export const CLOSED = ["approved", "published", "cancelled"];
const AGAIN = "The film is made again with it, inspected, and waits for your approval.";

export function sounding(it, again) {
  const at = `/api/v1/videos/${it.video_id}`;
  const closed = CLOSED.includes(it.stage);
  const voice = () => chooseVoice({ at: `${at}/narration`, it, note: AGAIN, again });
  const flagged = it.stage === "flagged";
  const music = () => chooseMusic({ at: `${at}/music`, now: it.music, note: AGAIN, again });
  const captions = async () => dialog("Captions", (close) => captionsForm(it.captions, { keep: (look) => tell("PUT", at, { captions: look }), done: () => changed(close, again), back: close, note: AGAIN }));
  return [
    el("h2", {}, "Voice, music and captions"),
    el("dl", { class: "changes" },
      row("Voice", voiceSaid(it), closed || flagged || !it.files.script, voice),
      row("Music", musicSaid(it.music), closed || flagged, music),
      row("Captions", captionsTold(it.captions), closed, captions)),
    closed ? el("p", { class: "hint" }, `This film is ${it.stage}; it is not changed any more.`) : null,
  ];
}

function changed(close, again) {
  close();
  toast("Captions changed; the film is made again.", "good");
  again();
}

/** What holds now, and a button that opens what changes it. */
export function row(name, now, closed, open) {
  const button = el("button", { class: "button", type: "button", "aria-label": `Change ${name.toLowerCase()}` }, "Change …");
  button.addEventListener("click", () => open().catch((it) => toast(said(it), "bad")));
  return [el("dt", {}, name), el("dd", {}, el("span", {}, now), closed ? null : button)];
}
