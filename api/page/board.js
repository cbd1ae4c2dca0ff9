// The board: every video by where it stands, with what is being worked on now.

import { file, read } from "./client.js";
import { ago, el, renew, seconds, show } from "./dom.js";

const EVERY_MS = 2000;
const COLUMNS = [
  ["Making", "Being written, spoken, drawn and rendered.", ["making"]],
  ["Needs you", "Waits for a person’s decision.", ["ready", "flagged", "failed"]],
  ["Publishing", "Approved, and on its way.", ["approved"]],
  ["Published", "Where its audience is.", ["published"]],
  ["Set aside", "Rejected or cancelled.", ["rejected", "cancelled"]],
];
export const WORK = {
  research: "Finding out about the topic",
  "write-script": "Writing the script",
  "judge-script": "Judging the script",
  package: "Choosing title and tags",
  narrate: "Speaking",
  illustrate: "Drawing scenes",
  render: "Rendering",
  "make-thumbnail": "Making the thumbnail",
  inspect: "Inspecting the film",
  publish: "Publishing",
  preview: "Making the preview",
};

export async function board(main, { signal, wrong }) {
  document.title = "YTEMPIRE";
  show(main, grid());
  while (!signal.aborted) {
    try {
      const { items: videos } = await read("/api/v1/videos?limit=100");
      const running = await progress(videos);
      if (signal.aborted) return;
      document.getElementById("status").textContent = "";
      draw(main, videos, running);
    } catch (it) {
      if (signal.aborted) return;
      wrong(it);
    }
    await new Promise((done) => setTimeout(done, EVERY_MS));
  }
}

async function progress(videos) {
  const making = videos.filter((it) => ["making", "approved"].includes(it.stage)).slice(0, 8);
  const found = await Promise.all(making.map((it) => read(`/api/v1/videos/${it.video_id}/progress`)));
  return new Map(found.map((it, n) => [making[n].video_id, it]));
}

const grid = () => el("div", { class: "board" }, el("h1", { class: "sr" }, "All videos"), COLUMNS.map(column));

function column([name, what]) {
  const id = name.toLowerCase().replace(" ", "-");
  return el("section", { class: "column", id, "aria-labelledby": `${id}-name` },
    el("h2", { id: `${id}-name`, title: what }, name, " ", el("span", { class: "count" })),
    el("ul", { class: "cards" }));
}

function draw(main, videos, running) {
  if (videos.length === 0) {
    renew(main, "empty", empty);
    return;
  }
  renew(main, "board", grid);
  for (const [name, , stages] of COLUMNS) {
    const place = document.getElementById(name.toLowerCase().replace(" ", "-"));
    const its = videos.filter((it) => stages.includes(it.stage));
    place.querySelector(".count").textContent = its.length || "";
    place.classList.toggle("bare", its.length === 0);
    cards(place.querySelector("ul"), its, running);
  }
}

function cards(list, videos, running) {
  const known = new Map([...list.children].map((it) => [it.dataset.id, it]));
  const wanted = videos.map((it) => {
    const card = known.get(it.video_id) ?? el("li", { class: "card" });
    card.dataset.id = it.video_id;
    const now = running.get(it.video_id);
    renew(card, JSON.stringify([it.updated_at, it.stage, now]), () => filled(it, now));
    return card;
  });
  if (wanted.some((it, n) => list.children[n] !== it) || wanted.length !== list.children.length) list.replaceChildren(...wanted);
}

function filled(it, now) {
  return [
    el("a", { class: "cover", href: `#/videos/${it.video_id}` }, it.thumbnail ? picture(it) : null, el("h3", {}, it.title || it.topic || "Not titled yet")),
    el("p", { class: "line" }, el("span", { class: `chip ${it.stage}` }, it.stage), el("span", {}, it.channel_name), el("span", {}, ago(it.updated_at))),
    it.failure ? el("p", { class: "fault" }, it.failure) : null,
    it.stage === "making" ? steps(it) : null,
    now ? bars(now) : null,
  ].filter(Boolean);
}

// How far the making is: what is done is filled, the scenes as far as they are drawn.
export function steps({ progress: made, topic }) {
  const drawn = made.scenes ? made.scenes_illustrated / made.scenes : 0;
  const all = [...(topic ? [["Facts", made.researched]] : []), ["Script", made.script], ["Title", made.packaged], ["Voice", made.voiced], ["Scenes", drawn], ["Film", made.rendered], ["Checked", made.inspected]];
  return el("ol", { class: "steps" }, all.map(([name, done]) => el("li", { class: Number(done) === 1 ? "done" : "" }, el("meter", { min: 0, max: 1, value: Number(done), "aria-label": name }), el("span", {}, name))));
}

export function picture(it) {
  return pictured("wide", `/api/v1/videos/${it.video_id}/files/thumbnail.jpg`, it.thumbnail);
}

export function pictured(shape, location, blob) {
  const frame = el("span", { class: `frame ${shape}` });
  if (blob) {
    file(location, blob)
      .then((url) => show(frame, el("img", { src: url, alt: "", decoding: "async" })))
      .catch(() => {});
  }
  return frame;
}

export function bars({ work }) {
  return work.length ? el("ul", { class: "work" }, work.map(bar)) : null;
}

function bar(it) {
  const name = WORK[it.kind] ?? it.kind;
  const counted = it.total > 0;
  return el("li", {}, el("span", { class: "what" }, name), el("span", { class: "figures" }, counted ? left(it) : tried(it)),
    el("progress", { "aria-label": name, ...(counted ? { value: it.done, max: it.total } : {}) }),
    counted ? el("span", { class: "figures all" }, `${it.done.toLocaleString("en")} of ${it.total.toLocaleString("en")}, ${Math.round(it.per_second)} a second`) : null);
}

const left = (it) => (it.left_s === null ? "" : `${seconds(it.left_s)} left`);

function tried(it) {
  const since = `for ${seconds((Date.now() - new Date(it.since)) / 1000)}`;
  return it.failures ? `${since} · try ${it.failures + 1}` : since;
}

function empty() {
  return el("div", { class: "empty" },
    el("img", { src: "/page/icon.svg", alt: "", width: "56", height: "56" }),
    el("h1", {}, "No videos yet"),
    el("p", {}, "A text goes in, a finished film comes out. Choose ", el("strong", {}, "New video"), " above, or run ", el("code", {}, "make demo"), "."));
}
