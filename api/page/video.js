// One video: its film, what it cost, what happened, and what a person may decide.

import { bars, picture } from "./board.js";
import { actions } from "./deciding.js";
import { file, listen, read } from "./client.js";
import { bytes, el, renew, seconds, show, time, when } from "./dom.js";

const EVERY_MS = 2000;

export async function video(main, id, { signal, wrong }) {
  const view = layout();
  show(main, view.all);
  let position = 0;
  const refresh = async () => {
    try {
      await draw(view, id, position, () => refresh());
      document.getElementById("status").textContent = "";
    } catch (it) {
      if (signal.aborted) return;
      if (it.status === 404) show(main, missing());
      else wrong(it);
    }
  };
  await refresh();
  listen(`/api/v1/videos/${id}/live`, (event, it) => {
    if (event === "recorded") position = it.position;
    if (event === "recorded") refresh();
    if (event === "progress") show(view.now, bars(it));
  }, signal).catch(wrong);
  for (; !signal.aborted; await new Promise((done) => setTimeout(done, EVERY_MS * 5))) await refresh();
}

function layout() {
  const part = (name, extra = "") => el("section", { class: `panel ${extra}`, "aria-label": name });
  const view = { head: el("div", { class: "head" }), stage: part("Film", "stage"), now: el("div", { class: "now", role: "status" }), decide: part("Decide", "decide"), costs: part("Costs"), events: part("Timeline"), files: part("Files"), facts: part("Facts") };
  view.all = el("article", { class: "video" }, view.head,
    el("div", { class: "left" }, view.stage, view.now, view.costs, view.events),
    el("div", { class: "right" }, view.decide, view.facts, view.files));
  return view;
}

async function draw(view, id, position, again) {
  const at = `/api/v1/videos/${id}`;
  const [it, costs, events, { files }] = await Promise.all([
    read(at, position), read(`${at}/costs`, position), read(`${at}/events?limit=200`, position), read(`${at}/files`),
  ]);
  document.title = `${it.title || "Video"} – YTEMPIRE`;
  renew(view.head, JSON.stringify([it.title, it.stage]), () => head(it));
  renew(view.stage, `${it.film}`, () => player(it, files));
  renew(view.decide, JSON.stringify([it.stage, it.film, it.sidecar, it.failure]), () => actions(it, again));
  renew(view.costs, JSON.stringify(costs), () => costTable(costs));
  renew(view.events, `${events.events.length}`, () => timeline(events.events));
  renew(view.files, JSON.stringify(files), () => fileList(files));
  renew(view.facts, JSON.stringify(it), () => facts(it));
}

function head(it) {
  return [
    el("a", { class: "back", href: "#/" }, "← All videos"),
    el("h1", {}, it.title || "Not titled yet"),
    el("p", { class: "line" }, el("span", { class: `chip ${it.stage}` }, it.stage), el("span", {}, it.channel_name), el("span", {}, "requested ", time(it.requested_at))),
  ];
}

function player(it, files) {
  const film = files.find((one) => one.name === "film.mp4");
  if (!film) return [picture(it), el("p", { class: "hint" }, "The film is not made yet.")];
  const poster = picture(it);
  const button = el("button", { class: "play", type: "button" }, el("span", {}, "▶ Play"), el("small", {}, bytes(film.size_bytes)));
  const place = el("div", { class: "screen" }, poster, button);
  button.addEventListener("click", async () => {
    button.disabled = true;
    const words = button.firstChild;
    const url = await file(film.location, film.blob, (done, total) => { words.textContent = `Loading ${Math.round((100 * done) / total)} %`; });
    const vtt = files.find((one) => one.name === "captions.vtt");
    const track = vtt ? el("track", { kind: "captions", srclang: it.language, label: it.language, src: await file(vtt.location, vtt.blob) }) : null;
    show(place, el("video", { src: url, controls: true, autoplay: true, playsinline: true }, track));
  });
  return place;
}

function costTable({ totals, would_have_cost: instead, lines }) {
  const row = (it, what) => el("tr", {}, el("td", {}, el("span", { class: `mode ${it.mode}` }, it.mode)), el("td", {}, it.kind), el("td", {}, what), el("td", { class: "money" }, money(it)));
  return [
    el("h2", {}, "Costs"),
    totals.length + instead.length === 0
      ? el("p", { class: "hint" }, "Nothing was metered yet.")
      : el("div", { class: "scroll" }, el("table", {},
        el("thead", {}, el("tr", {}, ["Mode", "Kind", "Basis", "Amount"].map((it) => el("th", { scope: "col" }, it)))),
        el("tbody", {}, totals.map((it) => row(it, "charged")), instead.map((it) => row(it, "would have cost"))))),
    lines.length ? el("details", {}, el("summary", {}, `${lines.length} priced lines`), lineTable(lines)) : null,
  ];
}

function lineTable(lines) {
  return el("div", { class: "scroll" }, el("table", { class: "small" },
    el("thead", {}, el("tr", {}, ["Provider", "Meter", "Quantity", "Mode", "Amount"].map((it) => el("th", { scope: "col" }, it)))),
    el("tbody", {}, lines.map((it) => el("tr", {}, el("td", {}, `${it.provider} ${it.model}`), el("td", {}, it.meter), el("td", { class: "money" }, it.quantity.toLocaleString("en")), el("td", {}, `${it.mode}, ${it.kind}`), el("td", { class: "money" }, money(it)))))));
}

// Exact, without the zeros that say nothing: at least two decimals stay.
function money(it) {
  const [whole, part] = it.amount.split(".");
  return `${whole}.${part.replace(/0+$/, "").padEnd(2, "0")} ${it.currency}`;
}

function timeline(events) {
  return [
    el("h2", {}, "What happened"),
    el("ol", { class: "timeline" }, events.map((it) => el("li", {}, el("span", { class: "dot" }), el("p", {}, it.sentence), el("p", { class: "by" }, time(it.at, when(it.at)), ` · ${who(it.actor)} · №${it.position}`)))),
  ];
}

const who = (actor) => (actor.startsWith("person/") ? "you" : actor.replace("worker/", "worker: ").replace("system/", "system: "));

function fileList(files) {
  const save = async (it, event) => {
    event.preventDefault();
    const link = el("a", { href: await file(it.location, it.blob), download: it.name });
    link.click();
  };
  return [el("h2", {}, "Files"), el("ul", { class: "files" }, files.map((it) => el("li", {}, el("a", { href: "#", onclick: (event) => save(it, event) }, it.name), el("span", {}, bytes(it.size_bytes)), el("code", { title: it.blob }, it.blob.slice(7, 19)))))];
}

function facts(it) {
  const rows = [
    ["Asked for", `${it.seconds} s, ${it.aspect}, ${it.language}`],
    ["Script", it.score === null ? null : `scored ${it.score.toFixed(2)}, draft ${it.drafts}`],
    ["Scenes", it.scenes ? `${it.scenes_illustrated} of ${it.scenes} illustrated` : null],
    ["Film", it.film && it.duration_ms ? `${seconds(it.duration_ms / 1000)}, ${it.width}×${it.height}, ${it.fps} fps` : null],
    ["Sound", it.loudness_lufs === null ? null : `${it.loudness_lufs.toFixed(1)} LUFS, peak ${it.true_peak_dbtp.toFixed(1)} dBTP`],
    ["Disclosure", it.realistic ? "shows realistic synthetic media" : "no realistic synthetic media"],
    ["Audience", it.made_for_kids ? "made for children" : "not made for children"],
    ["Paid promotion", it.paid_promotion ? "included" : "none"],
    ["Published", it.location ? `${it.platform}: ${it.location}` : null],
  ].filter(([, value]) => value);
  return [el("h2", {}, "Facts"), el("dl", {}, rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))];
}

function missing() {
  return el("div", { class: "empty" }, el("h1", {}, "No such video"), el("p", {}, el("a", { href: "#/" }, "Back to all videos")));
}
