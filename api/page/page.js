// Which view is shown: the board, one video, all channels or one of them, the account.

import { account } from "./account.js";
import { board } from "./board.js";
import { channel, channels } from "./channel.js";
import { dropToken, Failed, hasToken, keepToken, read, takeToken } from "./client.js";
import { clearToasts, el, show, toast } from "./dom.js";
import { askForVideo } from "./asking.js";
import { video } from "./video.js";

const main = document.getElementById("main");
const status = document.getElementById("status");
const create = document.getElementById("new");
const leave = document.getElementById("leave");
const all = document.getElementById("channels");
const mine = document.getElementById("account");
let stop = () => {};

function route() {
  stop();
  create.hidden = leave.hidden = all.hidden = mine.hidden = !hasToken();
  status.textContent = "";
  if (!hasToken()) {
    show(main, login());
    return;
  }
  const [, view, id] = location.hash.split("/");
  const stopping = new AbortController();
  stop = () => stopping.abort();
  const on = { signal: stopping.signal, wrong };
  if (view === "videos" && id) video(main, id, on);
  else if (view === "channels" && id) channel(main, id, on);
  else if (view === "channels") channels(main, on);
  else if (view === "account") account(main, on);
  else board(main, on);
  main.focus({ preventScroll: true });
}

// What no view can mend: a token that is not known any more, a server that is away.
function wrong(it) {
  if (it instanceof Failed && it.status === 401) {
    dropToken();
    route();
    toast("That token is not known here.", "bad");
    return;
  }
  status.textContent = it instanceof Failed ? it.message : "The server does not answer; trying again …";
}

function login() {
  const field = el("input", { id: "token", type: "password", autocomplete: "off", required: true, spellcheck: "false" });
  const enter = async (event) => {
    event.preventDefault();
    keepToken(field.value.trim());
    try {
      await read("/api/v1/account");
      clearToasts();
      route();
    } catch (it) {
      wrong(it);
    }
  };
  return el("form", { class: "login panel", onsubmit: enter },
    el("h1", {}, "Sign in"),
    el("p", {}, "This installation has one owner. The token stands in the file ", el("code", {}, "keys/owner-token"),
      " of its data folder; it stays in this tab and goes when the tab is closed."),
    el("label", { for: "token" }, "Owner’s token"),
    field,
    el("button", { class: "button primary", type: "submit" }, "Sign in"));
}

create.addEventListener("click", () => askForVideo().catch(wrong));
leave.addEventListener("click", () => {
  dropToken();
  location.hash = "#/";
  route();
});
window.addEventListener("hashchange", () => {
  takeToken();
  route();
});
takeToken();
route();
