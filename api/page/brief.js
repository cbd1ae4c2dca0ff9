// What a film rests on: the pages that its facts were read in, and every sentence with its source.

import { el } from "./dom.js";

/** A page's own words are text, and its address is a link only where it is one of the web. */
export function brief({ topic, findings, pages, sentences }) {
  return [
    el("h2", {}, topic ? "What was found" : "What it rests on"),
    topic ? el("p", { class: "hint" }, `On “${topic}”: ${findings.length ? `${findings.length} findings, read in ${pages.length} pages.` : "nothing yet."}`) : null,
    pages.length ? el("ol", { class: "numbered" }, pages.map((it) => el("li", { value: it.n }, link(it)))) : null,
    findings.length ? el("details", {}, el("summary", {}, "All findings"), el("ol", { class: "numbered" }, findings.map((it) => el("li", { value: it.n }, it.text, " ", el("small", { class: "by" }, `page ${it.pages.join(", ")}`))))) : null,
    sentences.length ? el("details", {}, el("summary", {}, `What each sentence rests on (${sentences.length})`), el("ol", { class: "numbered" }, sentences.map(said))) : null,
  ];
}

function link({ url, title }) {
  if (!/^https?:\/\//.test(url)) return `${title} (${url})`;
  const its = el("a", { href: url, title: url, target: "_blank", rel: "noopener noreferrer nofollow" }, title || url);
  return [its, " ", el("small", { class: "by" }, its.host)];
}

function said(it) {
  const rests = it.findings.length ? `finding ${it.findings.join(", ")}` : it.rests_on.map((one) => `“${one}”`).join(" ");
  return el("li", {}, it.text, el("p", { class: "by" }, rests || "nothing that was named"));
}
