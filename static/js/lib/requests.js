// What all htmx requests share: the CSRF token, marks while they run, and a sentence with a way on for every failure.
import { sentence, toast } from "./toasts.js";

const SAFE = ["GET", "HEAD"];
const SLOW = 300;
const SENTENCES = { 401: "signedout", 403: "forbidden", 404: "gone", 410: "gone", 413: "toobig", 429: "toomany" };
const slow = new WeakMap();
const swaps = new WeakMap();    // how each request was to land; a failure makes htmx forget it

export function csrf() {
  return document.querySelector('meta[name="csrf"]')?.content ?? "";
}

// Ask again as it was asked: a form is read once more, values that a script gave are given again.
function repeat(ctx) {
  const { method, action, submitter } = ctx.request;
  const values = { ...ctx.values, ...(submitter?.name && { [submitter.name]: submitter.value }) };
  window.htmx.ajax(method, action, { source: ctx.sourceElement, target: ctx.target, swap: swaps.get(ctx), select: ctx.select, values });
}

function isSafe(ctx) {
  return SAFE.includes(ctx.request.method);
}

function sayWhatFailed(ctx) {
  const { raw: response } = ctx.response;
  if (response.headers.get("HX-Trigger")?.includes('"toast"')) return;   // the server said it itself
  const name = SENTENCES[response.status] ?? "failed";
  const again = response.status >= 500 ? () => repeat(ctx) : null;
  toast(sentence(name), { tone: "fail", again });
}

// Nothing came back. What only reads can be asked again; of what changes nobody knows, unless the device itself is offline.
function sayNothingCame(ctx) {
  const isUnknown = !isSafe(ctx) && navigator.onLine;
  if (isUnknown) toast(sentence("unknown"), { tone: "fail", again: () => location.reload(), word: sentence("reload") });
  else toast(sentence("lost"), { tone: "fail", again: () => repeat(ctx) });
}

// Over 300 ms the part turns paler; one with data-skeleton that is empty shows the outline of what is coming, so that nothing jumps.
// What is only looked at again by itself (data-live) stays as it is.
function markBusy({ target, sourceElement }) {
  if (!target?.setAttribute) return;
  target.setAttribute("aria-busy", "true");
  if (target === sourceElement && target.dataset.live !== undefined) return;
  clearTimeout(slow.get(target));
  slow.set(target, setTimeout(() => {
    const pattern = document.getElementById("skeleton-pattern");
    if (target.dataset.skeleton !== undefined && !target.children.length) target.append(pattern.content.cloneNode(true));
    else if (target !== document.body) target.dataset.slow = "";
  }, SLOW));
}

function markDone(target) {
  if (!target?.removeAttribute) return;
  clearTimeout(slow.get(target));
  target.removeAttribute("aria-busy");
  delete target.dataset.slow;
  target.querySelector?.(":scope > .skeleton")?.remove();
}

export function watchRequests() {
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (!SAFE.includes(ctx.request.method)) ctx.request.headers["X-CSRFToken"] = csrf();
  });
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    swaps.set(ctx, ctx.swap);
    markBusy(ctx);
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => markDone(ctx.target));
  document.addEventListener("htmx:before:response", (event) => {
    const { raw } = event.detail.ctx.response;
    if (!raw.redirected || new URL(raw.url).pathname === new URL(event.detail.ctx.request.action, location.href).pathname) return;
    event.preventDefault();             // signed out, or the thing moved: a whole page never lands in a fragment
    location.assign(raw.url);
  });
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => sayWhatFailed(ctx));
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (ctx?.request && !ctx.quiet) sayNothingCame(ctx);
  });
}
