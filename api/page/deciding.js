// What a person may decide of a video, each button saying exactly what it does.

import { said, tell } from "./client.js";
import { el, toast } from "./dom.js";

const CAN = {
  making: ["cancel"],
  flagged: ["retry", "cancel"],
  failed: ["retry", "cancel"],
  ready: ["approve", "reject", "cancel"],
  approved: ["cancel"],
  rejected: ["cancel"],
};
const SAID = {
  making: "It is being made. You may stop it; what was paid stands.",
  flagged: "Every draft of the script scored too low. Write on with other parameters, or stop.",
  failed: "A step failed for good. Try again what failed, or stop.",
  ready: "The film passed inspection. Watch it, then decide.",
  approved: "Approved; its publication is under way.",
  published: "Published. Nothing is left to decide.",
  rejected: "You did not want this film published.",
  cancelled: "Stopped. What was paid stands.",
};

export function actions(it, again) {
  const can = CAN[it.stage] ?? [];
  return [
    el("h2", {}, "Decide"),
    el("p", {}, SAID[it.stage]),
    it.failure ? el("p", { class: "fault" }, it.failure) : null,
    can.includes("approve") ? hashes(it) : null,
    el("div", { class: "buttons" }, can.map((name) => BUTTONS[name](it, again))),
  ];
}

function hashes(it) {
  const row = (name, hash) => [el("dt", {}, name), el("dd", {}, el("code", { title: hash }, hash.slice(7, 23), "…"))];
  return [el("dl", { class: "hashes" }, row("Film", it.files.film), row("Metadata", it.files.metadata)), el("p", { class: "hint" }, "The metadata name the thumbnails by their hashes: what goes out is what you see here.")];
}

const BUTTONS = {
  approve: (it, again) => button("Approve exactly these two", "primary", () => tell("POST", `/api/v1/videos/${it.video_id}/approve`, { film: it.files.film, sidecar: it.files.metadata }), "Approved.", again),
  reject: (it, again) => asking("Reject", "Why is it not to be published?", (reason) => tell("POST", `/api/v1/videos/${it.video_id}/reject`, { reason }), "Rejected.", again),
  cancel: (it, again) => asking("Cancel", "Why does the making stop?", (reason) => tell("POST", `/api/v1/videos/${it.video_id}/cancel`, { reason }), "Cancelled.", again),
  retry: (it, again) => button("Try again", "primary", () => tell("POST", `/api/v1/videos/${it.video_id}/retry`), "Trying again.", again),
};

function button(name, kind, act, done, again) {
  const made = el("button", { class: `button ${kind}`, type: "button" }, name);
  made.addEventListener("click", () => doing(made, act, done, again));
  return made;
}

async function doing(made, act, done, again) {
  made.disabled = true;
  try {
    await act();
    toast(done, "good");
  } catch (it) {
    toast(said(it), "bad");
  }
  made.disabled = false;
  again();
}

function asking(name, question, act, done, again) {
  const open = el("button", { class: "button", type: "button" }, `${name} …`);
  open.addEventListener("click", () => {
    const field = el("textarea", { id: "reason", rows: "3", maxlength: "500" });
    const dialog = el("dialog", { class: "panel", "aria-label": name });
    const send = (event) => {
      event.preventDefault();
      dialog.close();
      doing(open, () => act(field.value.replaceAll("\n", " ").trim()), done, again);
    };
    dialog.append(el("form", { onsubmit: send }, el("h2", {}, name), el("label", { for: "reason" }, question), field,
      el("div", { class: "buttons" }, el("button", { class: "button danger", type: "submit" }, name), el("button", { class: "button quiet", type: "button", onclick: () => dialog.close() }, "Back"))));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
  return open;
}
