// The command palette: Ctrl or ⌘ with K, or [data-palette-open]. Places and commands come once and are ranked here as core/ranking.py does;
// posts and channels are asked for by what is typed. The field keeps the focus, the chosen option is its active descendant.
import { csrf } from "./requests.js";
import { openDialog } from "./dialogs.js";

const SETTLES = 140;
const FEWEST = 2;
const MOST = 12;
const MARKS = /\p{Mn}/gu;

let dialog = null;
let input = null;
let list = null;
let known = null;
let asking = null;
let found = "";       // the posts and channels of the last answer; they stay until the next one, as far as they still fit
let clock = 0;

// As core.text.fold, for what a keyboard types.
function fold(text) {
  return text.normalize("NFKD").toLowerCase().replace(MARKS, "").replaceAll("ı", "i").replaceAll("ə", "e").trim();
}

function isScattered(sought, text) {
  let at = -1;
  return [...sought.replaceAll(" ", "")].every((letter) => (at = text.indexOf(letter, at + 1)) >= 0);
}

function rank(sought, text, loose) {
  const parts = sought.split(/\s+/);
  const words = text.split(/[^\p{L}\p{N}]+/u);
  if (text.startsWith(sought)) return 0;
  if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 1;
  if (parts.every((part) => text.includes(part))) return 2;
  return loose && sought.length >= FEWEST && isScattered(sought, text) ? 3 : null;
}

function rankOption(sought, option) {
  const byLabel = rank(sought, option.dataset.text, true);
  if (byLabel !== null) return byLabel;
  const byWords = rank(sought, option.dataset.words, false);
  return byWords === null ? null : byWords + 4;
}

function options() {
  return [...list.querySelectorAll("[role=option]:not([hidden])")];
}

function choose(option) {
  for (const one of list.querySelectorAll("[aria-selected=true]")) one.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

function chosen() {
  return list.querySelector("[role=option][aria-selected=true]");
}

function tell() {
  const count = options().length;
  const none = dialog.querySelector(".palette-none");
  none.hidden = count > 0 || !known || dialog.dataset.busy !== undefined;
  none.textContent = dialog.dataset.none;
  const words = count === 1 ? dialog.dataset.foundOne : dialog.dataset.found.replace("{count}", String(count));
  dialog.querySelector("[role=status].sr-only").textContent = none.hidden ? words : dialog.dataset.none;
}

function keepFitting(group, sought) {
  const all = [...group.querySelectorAll("[role=option]")];
  const fitting = all.filter((option) => rankOption(sought, option) !== null);
  for (const option of all) if (!fitting.includes(option)) option.remove();
  if (!fitting.length) group.remove();
}

// Without words everything stands in its groups; with words the best dozen in one row, then what the server found.
function show() {
  const sought = fold(input.value);
  list.replaceChildren(known.content.cloneNode(true));
  if (sought) {
    const ranked = options().map((option, number) => [rankOption(sought, option), number, option]).filter(([fits]) => fits !== null);
    ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    list.replaceChildren(...ranked.slice(0, MOST).map(([, , option]) => option));
    list.insertAdjacentHTML("beforeend", found);
    for (const group of list.querySelectorAll("[data-find-group]")) keepFitting(group, sought);
  }
  choose(options()[0]);
  tell();
}

async function get(words, signal) {
  const address = new URL(dialog.dataset.palette, location.href);
  if (words) address.searchParams.set("q", words);
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal });
  if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

async function load() {
  if (known !== null) return show();
  list.replaceChildren(dialog.querySelector("template").content.cloneNode(true));
  try {
    const fresh = document.createElement("template");
    fresh.innerHTML = await get("");
    known = fresh;
    show();
    if (input.value) ask();
  } catch {
    location.assign(dialog.dataset.palette);             // the page itself says what is wrong
  }
}

async function ask() {
  asking?.abort();
  const words = input.value.trim();
  if (words.length < FEWEST || known === null) return;
  asking = new AbortController();
  try {
    const fresh = await get(words, asking.signal);
    if (words !== input.value.trim()) return;
    found = fresh;
    const before = chosen()?.id;
    delete dialog.dataset.busy;
    show();
    if (before) choose(document.getElementById(before) ?? options()[0]);
  } catch (error) {
    if (error.name === "AbortError") return;
    delete dialog.dataset.busy;
    tell();
  }
}

function onInput() {
  clearTimeout(clock);
  if (known === null) return;
  if (input.value.trim().length >= FEWEST) dialog.dataset.busy = "";
  else delete dialog.dataset.busy;
  show();
  clock = setTimeout(ask, SETTLES);
}

function send(option) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: option.dataset.url, hidden: true });
  const values = { csrfmiddlewaretoken: csrf() };
  for (const [key, value] of Object.entries(option.dataset)) if (key.startsWith("field")) values[key.slice(5).toLowerCase()] = value;
  if ("next" in values) values.next = location.pathname + location.search;
  for (const [name, value] of Object.entries(values)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.requestSubmit();
}

function run(option, event) {
  if (!option) return;
  const { url, opens } = option.dataset;
  if (opens) {
    dialog.close();
    openDialog(document.getElementById(opens));
  } else if (option.dataset.posts !== undefined) send(option);
  else if (event.metaKey || event.ctrlKey) window.open(url, "_blank", "noopener");
  else location.assign(url);
}

function onKey(event) {
  const all = options();
  const at = all.indexOf(chosen());
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.isComposing) return;
  if (step) choose(all[(at + step + all.length) % all.length]);
  else if (event.key === "Enter") run(chosen(), event);
  else if (event.key === "PageDown") choose(all[Math.min(at + 6, all.length - 1)]);
  else if (event.key === "PageUp") choose(all[Math.max(at - 6, 0)]);
  else return;
  event.preventDefault();
}

function open() {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) menu.open = false;
  openDialog(dialog);
  input.value = "";
  found = "";
  input.focus();
  load();
}

export function watchPalette() {
  dialog = document.getElementById("palette");
  if (!dialog?.dataset.palette) return;
  input = dialog.querySelector("input");
  list = dialog.querySelector("[role=listbox]");
  const isMac = /Mac|iP(hone|ad|od)/.test(navigator.userAgent);
  for (const key of document.querySelectorAll("[data-palette-key]")) key.textContent = isMac ? "⌘ K" : "Ctrl K";
  input.addEventListener("input", onInput);
  input.addEventListener("keydown", onKey);
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option.getAttribute("aria-selected") !== "true") choose(option);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());   // the field keeps the focus
  list.addEventListener("click", (event) => run(event.target.closest("[role=option]"), event));
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (!dialog.open && document.querySelector("dialog:modal")) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-palette-open]");
    if (!opener || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
}
