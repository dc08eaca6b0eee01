// Live pages: data-changes="<url>" is asked every 4 s while the page is seen. 304 means nothing new. 200 carries JSON
// {"cursor": "…", "changed": ["posts", …], "counts": {"notices": 3}}: every element with data-live whose data-live-on names one of what changed
// (or that names none, when more than counts changed) is fetched again. Counts stand in [data-count]; data-changes-every is a slower pace in seconds.
// data-live is the fragment's address; empty means this page, from which the element of the same id is taken.
import { sentence, toast } from "./toasts.js";

const PERIOD = 4000;
const LONGEST = 60_000;
const PATIENCE = 3;

let asked = null;
let cursor = "";
let failures = 0;
let warning = null;
let clock = 0;
let running = false;
let period = PERIOD;

function later(wait = Math.min(period * 2 ** Math.max(0, failures - 1), LONGEST)) {
  clearTimeout(clock);
  clock = setTimeout(ask, wait);
}

function isBusy(element) {
  const typing = element.querySelector("input:focus, textarea:focus, select:focus, [contenteditable]:focus");
  return Boolean(typing || element.querySelector("details[open], [data-dragging]") || element.matches("[data-dragging]"));
}

function isMeant(element, changed) {
  const names = element.dataset.liveOn?.split(/\s+/) ?? [];
  const more = changed?.filter((name) => !document.querySelector(`[data-count="${name}"]`));
  return !changed?.length || (names.length ? names.some((name) => changed.includes(name)) : more.length > 0);
}

// What the frame counts, as it stands on the page: "notices:3".
function counted() {
  const shown = new Map([...document.querySelectorAll("[data-count]")].map((one) => [one.dataset.count, one.querySelector("[data-number]").dataset.number]));
  return [...shown].map(([name, number]) => `${name}:${number}`).join(",");
}

function count(counts = {}) {
  for (const one of document.querySelectorAll("[data-count]")) {
    const number = counts[one.dataset.count];
    if (number === undefined) continue;
    const place = one.querySelector("[data-number]");
    place.dataset.number = String(number);
    place.textContent = number > 99 ? "99+" : String(number);
    one.hidden = !number;
  }
}

// Fetch the live parts again; whether all of them came. Parts in use are left alone, and like those whose answer got lost
// they are fetched at the next turn.
export async function refresh(changed = []) {
  const parts = [...document.querySelectorAll("[data-live]")].filter((element) => isMeant(element, changed));
  const free = parts.filter((element) => !isBusy(element));
  const came = await Promise.all(free.map(fetchAgain));
  return free.length === parts.length && came.every(Boolean);
}

// htmx.ajax() ends alike whether the part came or not, so the answer is looked at on its way. `isRefresh` is ours: see sendNothing.
async function fetchAgain(element) {
  const own = !element.dataset.live;
  let came = false;
  await window.htmx.ajax("GET", own ? location.href : element.dataset.live, {
    target: element, source: element, swap: "outerMorph", isRefresh: true, ...(own && { select: `#${element.id}` }),
    fetch: async (...asked) => {
      const answer = await fetch(...asked);
      came = answer.ok;
      return answer;
    },
  });
  return came;
}

// A part that is a form would be asked for with its fields in the address: the token and what is chosen would stand in access logs.
function sendNothing({ detail: { ctx } }) {
  if (ctx.isRefresh) ctx.request.body = new FormData();
}

async function ask() {
  if (running || document.visibilityState !== "visible") return;
  running = true;
  try {
    await askOnce();
    failures = 0;
    warning?.remove();
    warning = null;
  } catch {
    failures += 1;
    if (failures === PATIENCE) warning = toast(sentence("offline"), { tone: "fail", stays: 0 });
  } finally {
    running = false;
    later();
  }
}

async function askOnce() {
  const address = new URL(asked.dataset.changes, location.href);
  if (cursor) address.searchParams.set("after", cursor);
  address.searchParams.set("counts", counted());
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(15_000) });
  if (answer.status === 304 || answer.status === 204) return;
  if (answer.redirected) return location.reload();
  if (!answer.ok) throw new Error(String(answer.status));
  const { cursor: next, changed, counts } = await answer.json();
  count(counts);
  const all = await refresh(changed);
  if (all && next) cursor = String(next);
}

export function watchChanges() {
  asked = document.querySelector("[data-changes]");
  document.addEventListener("htmx:config:request", sendNothing);
  document.addEventListener("live:refresh", (event) => refresh(event.detail?.changed));
  if (!asked) return;
  period = Number(asked.dataset.changesEvery ?? 0) * 1000 || PERIOD;
  later(period);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") later(0);
  });
}
