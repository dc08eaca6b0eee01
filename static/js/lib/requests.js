// What all htmx requests share: the CSRF token, busy marks, and a sentence for every failure.
import { sentence, toast } from "./toasts.js";

const SAFE = ["GET", "HEAD"];

export function csrf() {
  return document.querySelector('meta[name="csrf"]')?.content ?? "";
}

function sayWhatFailed(response) {
  if (response.headers.get("HX-Trigger")?.includes('"toast"')) return;   // the server said it itself
  if (response.status === 403) toast(sentence("forbidden"), { tone: "fail" });
  else if (response.status === 404 || response.status === 410) toast(sentence("gone"), { tone: "fail" });
  else toast(sentence("failed"), { tone: "fail" });
}

export function watchRequests() {
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (!SAFE.includes(ctx.request.method)) ctx.request.headers["X-CSRFToken"] = csrf();
  });
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    ctx.target?.setAttribute?.("aria-busy", "true");
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    ctx.target?.removeAttribute?.("aria-busy");
  });
  document.addEventListener("htmx:before:response", (event) => {
    const { raw } = event.detail.ctx.response;
    if (!raw.redirected || new URL(raw.url).pathname === new URL(event.detail.ctx.request.action, location.href).pathname) return;
    event.preventDefault();             // signed out, or the thing moved: a whole page never lands in a fragment
    location.assign(raw.url);
  });
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => sayWhatFailed(ctx.response.raw));
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (ctx?.quiet) return;
    toast(sentence("lost"), { tone: "fail" });
  });
}
