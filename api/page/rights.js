// A file that a person gives, and under what it may be used.

import { tell } from "./client.js";
import { el } from "./dom.js";
import { field, oneOf } from "./forms.js";

const OWN = [["own", "My own work"], ["licensed", "Somebody’s, under a licence"], ["public-domain", "Public domain"]];
const LICENCES = { own: "own work", "public-domain": "public domain" };
const sent = new WeakMap();

/** What only a person knows of a file; what a licence owes is asked for where there is one. */
export function rightsFields(whose) {
  const licence = el("input", { name: "licence", maxlength: "500", placeholder: "CC BY 4.0" });
  const commercial = el("input", { type: "checkbox", name: "commercial" });
  const owed = el("div", { class: "owed", hidden: true },
    el("div", { class: "pair" }, field("Licence", licence), field("Credit it asks for", el("input", { name: "attribution", maxlength: "500" })), field("Last day", el("input", { name: "expires_on", type: "date" }), "Empty: for good")),
    el("label", { class: "tick" }, commercial, "It may be used in films that earn money"));
  const owner = oneOf(whose, "ownership", OWN);
  owner.addEventListener("change", (event) => {
    owed.hidden = event.target.value !== "licensed";
    licence.required = commercial.required = !owed.hidden;
  });
  return el("div", { class: "decisions" }, el("p", { class: "hint" }, "Only you can know this. It is recorded as your decision."), owner, owed);
}

/** Fields that are not seen are not asked for. */
export function asked(part, wanted) {
  part.hidden = !wanted;
  for (const it of part.querySelectorAll("input, select")) it.disabled = !wanted;
}

function rightsSaid(given) {
  const ownership = given.get("ownership");
  if (ownership !== "licensed") return { ownership, licence: LICENCES[ownership], commercial_use: true };
  return { ownership, licence: given.get("licence"), attribution: given.get("attribution"), expires_on: given.get("expires_on") || null, commercial_use: given.get("commercial") !== null };
}

/** The asset of a file; one that was sent already under the same rights is not sent again. */
export async function upload(file, given, kind) {
  const rights = JSON.stringify(rightsSaid(given));
  const last = sent.get(file);
  if (last?.rights === rights) return last.asset;
  const body = new FormData();
  body.append("file", file);
  body.append("rights", rights);
  if (kind) body.append("kind", kind);
  const asset = await tell("POST", "/api/v1/assets", body);
  sent.set(file, { rights, asset });
  return asset;
}
