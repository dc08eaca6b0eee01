// The composer: tabs, parts on a phone; pictures are in lib/pictures.js. Counters, checks and previews come from the server (hx-post on the form).
import { watchPictures } from "./lib/pictures.js";

const form = document.querySelector("[data-composer]");
const find = (selector, root = form) => root.querySelector(selector);
const all = (selector, root = form) => [...root.querySelectorAll(selector)];
const shared = find("[data-shared]");

function changed() {
  form.dispatchEvent(new CustomEvent("composer:changed", { bubbles: true }));
}

function touched() {
  shared.dispatchEvent(new Event("input", { bubbles: true }));   // the page then knows that something is unsaved
}

// --- Texts: a channel without a text of its own follows the shared one ---------------------------------------------
function ownOf(id) {
  return find(`[data-text="${id}"] [data-own]`);
}

function follows(own) {
  return own.dataset.follows !== undefined;
}

function mark(own) {
  const panel = own.closest("[data-text]");
  const id = panel.dataset.text;
  const same = follows(own) || !own.value.trim() || own.value.trim() === shared.value.trim();
  find("[data-follows]:not(textarea)", panel).hidden = !same;
  find("[data-reset]", panel).hidden = same;
  find("[data-edited]", document.getElementById(`tab-${id}`)).hidden = same;
  const word = find(`[data-edited-of="${id}"]`);
  if (word) word.hidden = same;
}

function follow(own) {
  own.dataset.follows = "";
  own.value = shared.value;
  mark(own);
}

function openTab(id, { focus = false } = {}) {
  for (const tab of all("[data-tab]")) {
    const open = tab.dataset.tab === id;
    tab.setAttribute("aria-selected", String(open));
    tab.tabIndex = open ? 0 : -1;
    if (open && focus) tab.focus();
  }
  for (const panel of all("[data-text]")) panel.classList.toggle("hidden", panel.dataset.text !== id);
}

function syncTabs() {
  for (const cut of all("[data-cut-of]")) cut.hidden = !all("[data-channel]").some((box) => box.checked && box.value === cut.dataset.cutOf);
  for (const box of all("[data-channel]")) {
    const tab = document.getElementById(`tab-${box.value}`);
    tab.hidden = !box.checked;
    if (!box.checked && tab.getAttribute("aria-selected") === "true") openTab("shared");
    if (!box.checked) find(`[data-edited-of="${box.value}"]`)?.setAttribute("hidden", "");
    else mark(ownOf(box.value));
  }
}

function leaveOut(id) {
  const box = all("[data-channel]").find((one) => one.value === id);
  if (!box) return;
  box.checked = false;
  syncTabs();
  touched();
  box.focus();
}

function stepTab(event) {
  const tab = event.target.closest("[data-tab]");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tab || !step) return;
  const tabs = all("[data-tab]").filter((one) => !one.hidden);
  openTab(tabs.at((tabs.indexOf(tab) + step) % tabs.length).dataset.tab, { focus: true });
  event.preventDefault();
}

// --- Parts on a phone ----------------------------------------------------------------------------------------------
function openPart(name) {
  for (const button of all("[data-part]")) button.setAttribute("aria-pressed", String(button.dataset.part === name));
  for (const panel of all("[data-panel]")) panel.classList.toggle("max-md:hidden", panel.dataset.panel !== name);
}

// --- Pictures: this module's own file -----------------------------------------------------------------------------
let arrange = () => false;

// --- Sending stays off while something is in the way --------------------------------------------------------------
function syncSend() {
  const blocked = document.getElementById("check").dataset.blocked !== undefined;
  for (const button of document.querySelectorAll("[data-send]")) button.disabled = blocked;
}

function onClick(event) {
  const tab = event.target.closest("[data-tab]");
  const part = event.target.closest("[data-part]");
  const opener = event.target.closest("[data-open-tab]");
  if (tab) openTab(tab.dataset.tab);
  else if (part) openPart(part.dataset.part);
  else if (opener) {
    openTab(opener.dataset.openTab);
    ownOf(opener.dataset.openTab).focus();
  } else if (event.target.closest("[data-reset]")) {
    const own = find("[data-own]", event.target.closest("[data-text]"));
    follow(own);
    own.focus();
    touched();
  } else if (event.target.closest("[data-first-missing]")) all("[data-alt]").find((alt) => !alt.value.trim())?.focus();
  else if (event.target.closest("[data-leave-out]")) leaveOut(event.target.closest("[data-leave-out]").dataset.leaveOut);
  else if (arrange(event)) event.preventDefault();
}

function onInput(event) {
  if (event.target === shared) for (const own of all("[data-own]")) { if (follows(own)) follow(own); else mark(own); }
  else if (event.target.matches("[data-own]")) {
    delete event.target.dataset.follows;
    mark(event.target);
  } else if (event.target.matches("[data-alt]")) {
    find("[data-no-alt]", event.target.closest("[data-tile]")).classList.toggle("hidden", Boolean(event.target.value.trim()));
  }
}

// 19:30 is also typed as 1930, 19.30 or 9
function tidyTime(input) {
  const [, hours, minutes = "00"] = input.value.trim().match(/^(\d{1,2})[:.\s]?(\d{2})?$/) ?? [];
  if (hours && Number(hours) < 24 && Number(minutes) < 60) input.value = `${hours.padStart(2, "0")}:${minutes}`;
}

function watch() {
  arrange = watchPictures({ form, find, all, shared, touched });
  for (const own of all("[data-own]")) { if (own.value.trim()) mark(own); else follow(own); }
  openTab("shared");
  openPart("write");
  syncTabs();
  syncSend();
  form.addEventListener("click", onClick);
  form.addEventListener("input", onInput);
  form.addEventListener("keydown", stepTab);
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-channel]")) syncTabs();
    else if (event.target.name === "time") tidyTime(event.target);
  }, true);
  form.addEventListener("composer:tiles", syncTabs);
  document.addEventListener("htmx:after:swap", syncSend);
  document.addEventListener("htmx:after:settle", syncSend);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    const send = document.querySelector("[data-send]:not(:disabled)[value=schedule], [data-send]:not(:disabled)[value=save]");
    if (send) form.requestSubmit(send);
  });
  document.getElementById("troubles")?.focus();
  const wrong = find("[aria-invalid=true], .field-error:not([hidden])");
  if (wrong && matchMedia("(max-width: 767px)").matches) openPart(wrong.closest("[data-panel]").dataset.panel);
  if (form.dataset.unsaved !== undefined) touched();
  else if (!document.getElementById("troubles") && !shared.value && matchMedia("(pointer: fine)").matches) shared.focus({ preventScroll: true });
}

if (form) watch();
