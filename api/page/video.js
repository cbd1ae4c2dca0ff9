// One video: its film, what it cost, what happened, and what a person may decide.

import { bars, picture, pictured, steps } from "./board.js";
import { brief } from "./brief.js";
import { actions } from "./deciding.js";
import { file, knows, listen, read } from "./client.js";
import { preview } from "./preview.js";
import { CLOSED, sounding } from "./sounding.js";
import { choice, thumbnails } from "./thumbnails.js";
import { bytes, el, renew, seconds, show, time, when } from "./dom.js";

const EVERY_MS = 2000;

export async function video(main, id, { signal, wrong }) {
  const view = layout();
  show(main, view.all);
  const refresh = async () => {
    try {
      await draw(view, id, () => refresh());
      document.getElementById("status").textContent = "";
    } catch (it) {
      if (signal.aborted) return;
      if ([404, 422].includes(it.status)) show(main, missing());
      else wrong(it);
    }
  };
  await refresh();
  listen(`/api/v1/videos/${id}/live`, (event, it) => {
    if (event === "recorded") knows(it.position);
    if (event === "recorded") refresh();
    if (event === "progress") show(view.now, bars(it));
  }, signal).catch(wrong);
  for (; !signal.aborted; await new Promise((done) => setTimeout(done, EVERY_MS * 5))) await refresh();
}

function layout() {
  const part = (name, extra = "") => el("section", { class: `panel ${extra}`, "aria-label": name });
  const view = { head: el("div", { class: "head" }), stage: part("Film", "stage"), now: el("div", { class: "now", role: "status" }), decide: part("Decide", "decide"), preview: part("Preview", "made"), choice: part("Thumbnail", "made"), sounding: part("Voice, music and captions", "made"), brief: part("Brief"), costs: part("Costs"), events: part("Timeline"), files: part("Files"), facts: part("Facts") };
  view.all = el("article", { class: "video" }, view.head,
    el("div", { class: "left" }, view.stage, view.now, view.brief, view.costs, view.events),
    el("div", { class: "right" }, view.decide, view.preview, view.choice, view.sounding, view.facts, view.files));
  return view;
}

async function draw(view, id, again) {
  const at = `/api/v1/videos/${id}`;
  const [it, costs, events, { files }, made, found] = await Promise.all([
    read(at), read(`${at}/costs`), read(`${at}/events?limit=200`), read(`${at}/files`).catch(erased), thumbnails({ video_id: id }), read(`${at}/brief`),
  ]);
  document.title = `${it.title || "Video"} – YTEMPIRE`;
  renew(view.head, JSON.stringify([it.title, it.stage]), () => head(it));
  renew(view.stage, (files && it.files.film) ?? JSON.stringify([it.thumbnail, it.progress]), () => player(it, files));
  renew(view.decide, JSON.stringify([it.stage, it.files, it.failure]), () => actions(it, again));
  renew(view.choice, JSON.stringify([it.stage, made, !files]), () => choice(it, files ? made : [], again));
  renew(view.preview, JSON.stringify([it.stage, it.preview, it.progress, !files]), () => preview(it, files, again));
  view.preview.hidden = !files || CLOSED.includes(it.stage);
  renew(view.sounding, JSON.stringify([it.stage, it.recording, it.alignment, it.files.script, it.music, it.captions]), () => sounding(it, again));
  view.choice.hidden = !(files && made.length);
  renew(view.brief, JSON.stringify(found), () => brief(found));
  view.brief.hidden = !found.topic && !found.sentences.length;
  renew(view.costs, JSON.stringify(costs), () => costTable(costs));
  renew(view.events, `${events.items.length}`, () => timeline(events.items));
  renew(view.files, JSON.stringify(files), () => fileList(files));
  renew(view.facts, JSON.stringify(it), () => facts(it));
}

function head(it) {
  return [
    el("a", { class: "back", href: "#/" }, "← All videos"),
    el("h1", {}, it.title || it.topic || "Not titled yet"),
    el("p", { class: "line" }, el("span", { class: `chip ${it.stage}` }, it.stage), el("a", { href: `#/channels/${it.channel_id}` }, it.channel_name), el("span", {}, "requested ", time(it.requested_at))),
  ];
}

// The files of an erased account are gone for good; what is left of the video is shown all the same.
function erased(it) {
  if (it.status !== 410) throw it;
  return { files: null };
}

function player(it, files) {
  if (!files) return [el("p", { class: "hint" }, "Erased with its account: nobody has these files any more.")];
  const film = files.find((one) => one.name === "film.mp4");
  if (!film) return [it.thumbnail ? picture(it) : null, el("p", { class: "hint" }, "The film is not made yet."), steps(it)];
  const cover = files.find((one) => one.name === "cover.jpg");
  const poster = it.aspect === "9:16" && cover ? pictured("tall", cover.location, cover.blob) : picture(it);
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

const BASIS = { cash: "charged", imputed: "own machines’ time", "would-have-cost": "would have cost", unpriced: "no price known" };

function costTable({ totals, lines, lines_in_all: all, paused }) {
  const row = (it) => el("tr", { class: it.kind }, el("td", {}, el("span", { class: `mode ${it.mode}` }, it.mode)), el("td", {}, BASIS[it.kind] ?? it.kind), el("td", { class: "money" }, `${it.lines}`), el("td", { class: "money" }, money(it)));
  const charged = totals.some((it) => it.kind === "cash") ? [] : [el("p", { class: "hint" }, "Nothing was charged.")];
  return [
    el("h2", {}, "Costs"),
    paused ? el("p", { class: "fault" }, `These sums stand still: ${paused}`) : null,
    ...charged,
    totals.length ? el("div", { class: "scroll" }, el("table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Mode"), el("th", { scope: "col" }, "Kind"), el("th", { scope: "col", class: "money" }, "Lines"), el("th", { scope: "col", class: "money" }, "Amount"))),
      el("tbody", {}, totals.map(row)))) : null,
    lines.length ? el("details", {}, el("summary", {}, `All ${all} priced lines`), lineTable(lines)) : null,
  ];
}

function lineTable(lines) {
  return el("div", { class: "scroll" }, el("table", { class: "small" },
    el("thead", {}, el("tr", {}, ["For", "Priced as", "Meter", "Quantity", "Amount"].map((it, n) => el("th", { scope: "col", class: n > 2 ? "money" : "" }, it)))),
    el("tbody", {}, lines.map((it) => el("tr", {}, el("td", {}, it.call), el("td", {}, `${it.provider} ${it.model}`), el("td", {}, it.meter), el("td", { class: "money" }, it.quantity.toLocaleString("en")), el("td", { class: "money" }, money(it)))))));
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
  if (!files) return [el("h2", {}, "Files"), el("p", { class: "hint" }, "Erased.")];
  const save = async (it, event) => {
    event.preventDefault();
    const link = el("a", { href: await file(it.location, it.blob), download: it.name });
    link.click();
  };
  return [el("h2", {}, "Files"), el("ul", { class: "files" }, files.map((it) => el("li", {}, el("a", { href: "#", onclick: (event) => save(it, event) }, it.name), el("span", {}, bytes(it.size_bytes)), el("code", { title: it.blob }, it.blob.slice(7, 19)))))];
}

const signed = (n) => n.toFixed(1).replace("-", "−");

function facts(it) {
  const film = it.facts;
  const rows = [
    ["Topic", it.topic],
    ["Asked for", `${it.verbatim ? "Its text word for word" : `${it.seconds} s`}, ${it.aspect}, ${it.language}`],
    ["Script", it.score === null ? null : `scored ${it.score.toFixed(2)}, draft ${it.progress.drafts}`],
    ["Scenes", it.progress.scenes ? `${it.progress.scenes_illustrated} of ${it.progress.scenes} illustrated` : null],
    ["Film", film && `${seconds(film.duration_ms / 1000)}, ${film.width}×${film.height}, ${film.fps} fps`],
    ["Sound", film && `${signed(film.loudness_lufs)} LUFS, peak ${signed(film.true_peak_dbtp)} dBTP`],
    ["Rendered", film && `in ${seconds(film.render_ms / 1000)}, ${Math.round((1000 * film.frames) / Math.max(1, film.render_ms))} frames a second`],
    ["Disclosure", it.realistic ? "shows realistic synthetic media" : "no realistic synthetic media"],
    ["Audience", it.made_for_kids ? "made for children" : "not made for children"],
    ["Paid promotion", it.paid_promotion ? "included" : "none"],
    ["Approved", it.approval && (it.approval.by.startsWith("person/") ? "by you" : "under the channel’s grant")],
    ["Published", it.publication && `${it.publication.platform}, ${it.publication.visibility} (${it.publication.mode})`],
  ].filter(([, value]) => value);
  return [el("h2", {}, "Facts"), el("dl", {}, rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))];
}

function missing() {
  return el("div", { class: "empty" }, el("h1", {}, "No such video"), el("p", {}, el("a", { href: "#/" }, "Back to all videos")));
}
