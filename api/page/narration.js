// Whose voice tells a film: the channel's, or a person's own recording of its script.

import { tell } from "./client.js";
import { el, toast } from "./dom.js";
import { dialog, field, form, oneOf } from "./forms.js";
import { asked, rightsFields, upload } from "./rights.js";

const CHANNELS = "channel";
const OWN = "own";
const SAY = "Say script.txt word for word; it is among the files of this video. 20 minutes at most. While it tells the film, the script keeps its words.";

export function voiceSaid(it) {
  const whose = it.recording ? it.recording.name : "The channel’s voice";
  return it.alignment ? `${whose}, word times ${it.alignment}` : whose;
}

/** `at` is the voice's own address. */
export async function chooseVoice({ at, it, note, again }) {
  dialog("Voice", (close) => made({ at, it, note }, close, again));
}

function made({ at, it, note }, close, again) {
  const which = oneOf("Who tells it", "which", [[CHANNELS, "The channel’s voice"], [OWN, "A recording …"]], it.recording ? OWN : CHANNELS);
  const file = el("input", { type: "file", name: "file", accept: "audio/*,video/*", required: true });
  const own = el("div", { class: "form" }, field("The file", file, SAY), rightsFields("Whose voice it is"));
  const change = () => asked(own, which.querySelector(":checked")?.value === OWN);
  which.addEventListener("change", change);
  change();
  const done = (recorded) => {
    close();
    toast(recorded ? "Your recording is read." : "The channel’s voice tells it.", "good");
    again();
  };
  return form({ submit: "Take it", busy: "Taking it …", back: close, act: (given) => take(at, given), done },
    el("p", { class: "hint" }, note), which, own);
}

async function take(at, given) {
  if (given.get("which") === CHANNELS) {
    await tell("DELETE", at);
    return false;
  }
  const { asset_id } = await upload(given.get("file"), given, "music");
  await tell("PUT", at, { asset_id });
  return true;
}
