// What a film is made from: a text of a person's, or a topic that facts are looked up on.

import { el } from "./dom.js";
import { choose, field } from "./forms.js";
import { asked, rightsFields, upload } from "./rights.js";

const FROM = [["text", "A text"], ["topic", "A topic alone"]];
const LACKING = "A topic alone would need a provider that reads the web, and none is chosen here (PROVIDERS__RESEARCH).";

/** `topics`: whether somebody is chosen to find out about them. */
export function sourceFields(topics) {
  const text = el("div", { class: "form" },
    field("Source text (.txt or .md, UTF-8)", el("input", { type: "file", name: "file", accept: ".txt,.md,text/plain,text/markdown", required: true }), topics ? null : LACKING),
    field("Your own recording of it, if there is one", el("input", { type: "file", name: "narration", accept: "audio/*,video/*" }), "The text is then taken word for word. Rights as of the text."),
    rightsFields("Whose text it is"));
  if (!topics) return [text];
  const topic = field("Topic", el("input", { name: "topic", maxlength: "200", required: true }), "Facts are looked up on the web; the pages they were read in are named in the film’s description.");
  const from = choose("from", FROM, "text");
  const change = () => {
    asked(text, from.value === "text");
    asked(topic, from.value === "topic");
  };
  from.addEventListener("change", change);
  change();
  return [field("Made from", from), topic, text];
}

/** What the request says of it, once a text and its recording are uploaded. */
export async function sourceSaid(given) {
  const topic = given.get("topic");
  if (topic) return { topic };
  const asset = await upload(given.get("file"), given);
  const voice = given.get("narration");
  const narration = voice?.size ? await upload(voice, given, "music") : null;
  return { source_asset_id: asset.asset_id, narration_asset_id: narration && narration.asset_id };
}
