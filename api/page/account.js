// The account: where its mail goes, and whether that was verified by a code.

import { dropToken, read, tell } from "./client.js";
import { el, renew, show, toast, when } from "./dom.js";
import { dialog, field, form } from "./forms.js";
import { row } from "./sounding.js";

const AT = "/api/v1/account";
const ASK = `${AT}/email-verification`;

export async function account(main, { signal, wrong }) {
  document.title = "Account – YTEMPIRE";
  show(main, el("p", { class: "empty", role: "status" }, "Loading …"));
  const draw = async () => {
    try {
      const it = await read(AT);
      if (!signal.aborted) renew(main, JSON.stringify(it), () => all(it, draw));
    } catch (it) {
      if (!signal.aborted) wrong(it);
    }
  };
  await draw();
}

function all(it, again) {
  const open = () => dialog("Verify the address", (close) => sending(it, close, again));
  const verify = it.letters_to && !it.email_verified ? el("button", { class: "button", type: "button", onclick: open }, "Verify the address") : null;
  return el("article", { class: "channels" }, el("h1", {}, "Account"),
    el("section", { class: "panel", "aria-label": "Account" },
      el("dl", { class: "changes" }, row("E-mail", it.email || "None", true), row("Mail goes to", reached(it), true), row("Role", `${it.role}, plan ${it.plan}`, true), row("Channels", `${it.channels} of ${it.channels_max}`, true)),
      el("p", { class: "hint" }, "Alerts about budgets and work that was given up go to an address once it is verified, and to MAIL_TO in any case."),
      el("div", { class: "buttons" }, verify, el("button", { class: "button quiet", type: "button", onclick: leave }, "Sign out"))));
}

function leave() {
  dropToken();
  location.hash = "#/";
}

function reached(it) {
  if (!it.letters_to) return "Nowhere: no mail is sent, or there is no address";
  return `${it.letters_to}, ${it.email_verified ? `verified ${when(it.email_verified_at)}` : "not verified"}`;
}

function sending(it, close, again) {
  const entered = () => dialog("Enter the code", (shut) => entering(it, shut, again));
  const done = () => {
    close();
    entered();
  };
  return form({ submit: "Send a code", busy: "Sending it …", act: () => tell("POST", ASK), done, back: close },
    el("p", {}, `A mail with a code goes to ${it.letters_to}.`),
    el("button", { class: "button quiet", type: "button", onclick: done }, "I have a code"));
}

function entering(it, close, again) {
  const code = el("input", { name: "code", required: true, autocomplete: "one-time-code", spellcheck: "false", maxlength: "20" });
  const done = () => {
    close();
    toast(`${it.letters_to} is verified.`, "good");
    again();
  };
  return form({ submit: "Verify", busy: "Looking at it …", act: (given) => tell("POST", `${ASK}/confirm`, { code: given.get("code").trim() }), done, back: close },
    field("Code", code, `As the mail to ${it.letters_to} says it.`));
}
