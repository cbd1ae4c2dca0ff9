// The API as this page uses it. The token lives in this tab alone: a link may bring it after the
// number sign (#token=…&to=/videos/…), which no server sees, and it is taken out of the address.

const KEPT = "ytempire-token";
const seen = new Map();
let known = 0;

export class Failed extends Error {
  constructor(status, problem) {
    super(problem.detail);
    this.status = status;
    this.code = problem.code;
  }
}

/** What went wrong, in a sentence for a person. */
export function said(it) {
  if (it instanceof TypeError) return "The server does not answer. Nothing is lost; try again in a moment.";
  return it.message.replace(/^[a-z]+(?=[ ,:;])/, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (!given.has("token")) return;
  sessionStorage.setItem(KEPT, given.get("token"));
  history.replaceState(null, "", `${location.pathname}#${given.get("to") ?? "/"}`);
}

export const hasToken = () => sessionStorage.getItem(KEPT) !== null;
export const keepToken = (token) => sessionStorage.setItem(KEPT, token);

export function dropToken() {
  sessionStorage.removeItem(KEPT);
  seen.clear();
}

const headers = (more = {}) => ({ Authorization: `Bearer ${sessionStorage.getItem(KEPT)}`, ...more });

async function checked(answer) {
  if (answer.ok || answer.status === 304) return answer;
  const problem = await answer.json().catch(() => ({ detail: `The answer was ${answer.status}.` }));
  throw new Failed(answer.status, problem);
}

// Reads are at least as fresh as this position: what this page did itself, or was told live.
export function knows(position) {
  known = Math.max(known, position);
}

// A read: what did not change since the last one comes from memory.
export async function read(path) {
  const last = seen.get(path);
  const asks = headers({ "YT-Position": String(known) });
  if (last) asks["If-None-Match"] = last.etag;
  const answer = await checked(await fetch(path, { headers: asks, cache: "no-store" }));
  if (answer.status === 304) return last.body;
  const body = await answer.json();
  if (answer.headers.has("ETag")) seen.set(path, { etag: answer.headers.get("ETag"), body });
  return body;
}

// A command: one key for as long as it is not known to have been carried out.
export async function tell(method, path, body, key = crypto.randomUUID()) {
  const form = body instanceof FormData;
  const asks = headers({ "Idempotency-Key": key });
  if (body && !form) asks["Content-Type"] = "application/json";
  const sent = { method, headers: asks, body: form || !body ? body : JSON.stringify(body) };
  for (let tries = 0; ; tries += 1) {
    try {
      const told = await (await checked(await fetch(path, sent))).json();
      knows(told.position);
      return told;
    } catch (wrong) {
      const passing = wrong instanceof TypeError || wrong.status === 503;
      if (!passing || tries >= 3) throw wrong;
      await new Promise((done) => setTimeout(done, 500 * 2 ** tries));
    }
  }
}

const files = new Map();

// A file as an object URL; `tell` hears how much of it has come.
export async function file(location, blob, tell = () => {}) {
  if (files.has(blob)) return files.get(blob);
  const answer = await checked(await fetch(location, { headers: headers() }));
  const total = Number(answer.headers.get("Content-Length"));
  const parts = [];
  let done = 0;
  for await (const part of pieces(answer.body)) {
    parts.push(part);
    done += part.length;
    tell(done, total);
  }
  const url = URL.createObjectURL(new Blob(parts, { type: answer.headers.get("Content-Type") }));
  files.set(blob, url);
  return url;
}

async function* pieces(stream) {
  const reader = stream.getReader();
  try {
    for (let it = await reader.read(); !it.done; it = await reader.read()) yield it.value;
  } finally {
    reader.cancel().catch(() => {});
  }
}

// Server-sent events over fetch, since EventSource cannot send a token. Resumes where it was.
export async function listen(path, hear, signal) {
  let last = "";
  while (!signal.aborted) {
    try {
      const asks = headers(last ? { "Last-Event-ID": last } : {});
      const answer = await checked(await fetch(path, { headers: asks, signal }));
      last = await hearAll(answer.body, hear, last);
    } catch (wrong) {
      if (signal.aborted) return;
      if (wrong instanceof Failed && wrong.status !== 503 && wrong.status !== 429) throw wrong;
    }
    await new Promise((done) => setTimeout(done, 1000));
  }
}

async function hearAll(body, hear, last) {
  const text = new TextDecoder();
  let rest = "";
  for await (const part of pieces(body)) {
    const blocks = (rest + text.decode(part, { stream: true })).replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const it = fields(block);
      if (it.id) last = it.id;
      if (it.data) hear(it.event ?? "message", JSON.parse(it.data));
    }
  }
  return last;
}

function fields(block) {
  const its = {};
  for (const line of block.split("\n")) {
    const at = line.indexOf(":");
    if (at > 0) its[line.slice(0, at)] = line.slice(at + 1).trimStart();
  }
  return its;
}
