// The inbox: conversations open beside the list, drafts are kept, several are chosen at once, keys do what they say.
// Everything here is also a plain link or form; addresses stand on data- attributes.
import { showScripted } from "./lib/scripted.js";

const DRAFT = "meydan.inbox.";
const TYPING = 4000;
const DESK = matchMedia("(min-width: 768px)");
const said = document.getElementById("inbox-said");
let typedAt = 0;

const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function say(name, values = {}) {
  const words = said?.dataset[name] ?? "";
  if (said) said.textContent = words.replace(/\{(\w+)\}/g, (_all, key) => values[key] ?? "");
}

function csrf() {
  return find('meta[name="csrf"]')?.content ?? "";
}

// --- Opening beside the list --------------------------------------------------------------------------------------
async function open(link) {
  if (find("#conversation")?.dataset.conversation && link.getAttribute("aria-current") === "true") return focusName();
  mark(link);
  await window.htmx.ajax("GET", link.href, { source: link, target: "#conversation", swap: "outerHTML" });
  if (!link.isConnected && !find(`a[data-open][href="${CSS.escape(link.getAttribute("href"))}"]`)) return;
  history.pushState({}, "", link.href);
  settle();
  focusName();
  say("opened", { name: find("#conversation")?.dataset.name });
}

function mark(link) {
  for (const one of all("[data-open][aria-current]")) one.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
}

// The list is fetched again without knowing which one is open here.
function markOpen() {
  const id = find("#conversation")?.dataset.conversation;
  const link = id && all("a[data-open]").find((one) => one.pathname.endsWith(`/${id}/`));
  if (link && !link.hasAttribute("aria-current")) mark(link);
}

function focusName() {
  find("[data-talk-name]")?.focus({ preventScroll: true });
}

// What a conversation needs once it stands on the page.
function settle() {
  const talk = find("#conversation[data-conversation]");
  if (!talk) return;
  document.body.dataset.changes = talk.dataset.changesAt;
  toEnd();
  restoreDraft();
  const name = talk.dataset.name;
  document.title = document.title.replace(/^[^·]*/, `${name} `);
  showScripted(talk);
  syncSend();
}

function toEnd() {
  const thread = find("[data-thread]");
  if (!thread) return;
  thread.scrollTop = thread.scrollHeight;
}

// After the open one has left the queue the next one comes, so that a queue is worked through without the list.
function openNext() {
  const rows = all("a[data-open]");
  const at = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  const next = rows[at + 1] ?? rows[at - 1];
  if (next && DESK.matches) open(next);
  else if (!next) say("last");
}

// --- Choosing several ---------------------------------------------------------------------------------------------
function syncChosen() {
  const form = find("#inbox-list");
  const boxes = all('[name="conversation"]', form ?? document);
  const number = boxes.filter((box) => box.checked).length;
  const words = number === 1 ? said.dataset.chosenOne : said.dataset.chosen.replace("{count}", number);
  const place = find("[data-chosen-words]");
  if (place && number) place.textContent = words;
  const page = find("[data-choose-page]");
  if (page) [page.checked, page.indeterminate] = [number > 0 && number === boxes.length, number > 0 && number < boxes.length];
  return number ? words : said.dataset.none;
}

function chooseFocused() {
  const row = document.activeElement?.closest(".inbox-row") ?? find(".inbox-row:has([aria-current])");
  const box = row && find('[name="conversation"]', row);
  if (!box) return;
  box.checked = !box.checked;
  said.textContent = syncChosen();
}

// --- The box: drafts, saved replies, counting, who is typing --------------------------------------------------------
function area(kind = "reply") {
  return find(`[data-answer="${kind}"] textarea`);
}

function keepDraft(text) {
  const form = text.closest("[data-draft]");
  if (!form) return;
  if (text.value.trim()) sessionStorage.setItem(DRAFT + form.dataset.draft, text.value);
  else sessionStorage.removeItem(DRAFT + form.dataset.draft);
}

function restoreDraft() {
  const text = area();
  const kept = text && sessionStorage.getItem(DRAFT + text.closest("[data-draft]").dataset.draft);
  if (!kept || text.value) return;
  text.value = kept;
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function write(kind, { focus = true } = {}) {
  if (!area(kind)) return;
  for (const form of all("[data-answer]")) form.classList.toggle("hidden", form.dataset.answer !== kind);
  if (focus) area(kind).focus();
}

function put(link) {
  const text = area();
  if (!text) return;
  write("reply", { focus: false });
  const filled = link.dataset.text;
  const before = text.value.slice(0, text.selectionStart);
  const after = text.value.slice(text.selectionEnd);
  text.value = before + filled + after;
  find("[data-saved-used]").value = link.dataset.savedId;
  link.closest("details[open]")?.removeAttribute("open");
  text.focus();
  const gap = text.value.search(/\{\w+\}/);
  if (gap >= 0) text.setSelectionRange(gap, text.value.indexOf("}", gap) + 1);
  else text.setSelectionRange(before.length + filled.length, before.length + filled.length);
  text.dispatchEvent(new Event("input", { bubbles: true }));
  say("filled");
}

function syncSend() {
  const button = find("[data-send]");
  if (button) button.disabled = Boolean(find("#reply-check [data-blocked]"));
}

// Tell colleagues that somebody is here; while she types, that she types.
function tell(typing) {
  const talk = find("#conversation[data-here]");
  if (!talk?.dataset.here || document.visibilityState !== "visible") return;
  const body = new URLSearchParams({ typing: typing ? "yes" : "no" });
  fetch(talk.dataset.here, { method: "POST", body, headers: { "X-CSRFToken": csrf(), "HX-Request": "true" }, keepalive: true }).catch(() => {});
}

function onTyping(text) {
  keepDraft(text);
  if (Date.now() - typedAt < TYPING || !text.value.trim()) return;
  typedAt = Date.now();
  tell(true);
}

// --- Listening ------------------------------------------------------------------------------------------------------
function onClick(event) {
  const link = event.target.closest?.("a[data-open]");
  const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.button;
  const saved = event.target.closest?.("[data-saved]");
  const tab = event.target.closest?.("[data-write]");
  const aim = event.target.closest?.("[data-focus]");
  if (link && plain && DESK.matches) {
    event.preventDefault();
    open(link);
  } else if (saved && area()) {
    event.preventDefault();
    put(saved);
  } else if (tab && area(tab.dataset.write)) {
    event.preventDefault();
    write(tab.dataset.write);
  } else if (aim) find(aim.dataset.focus)?.focus();
  else if (event.target.closest?.("[data-choose]")) chooseFocused();
  else if (event.target.closest?.("[data-open-focused]")) (document.activeElement?.closest("a[data-open]") ?? find("a[data-open][aria-current]"))?.click();
}

function onChange(event) {
  if (event.target.matches("[data-choose-page]")) {
    for (const box of all('[name="conversation"]')) box.checked = event.target.checked;
    said.textContent = syncChosen();
  } else if (event.target.matches('[name="conversation"], [name="all"]')) said.textContent = syncChosen();
}

function onInput(event) {
  if (event.target.matches("[data-answer=reply] textarea")) onTyping(event.target);
  else if (event.target.matches("[data-filter]")) {
    const words = event.target.value.trim().toLocaleLowerCase();
    for (const one of all(event.target.dataset.filter, event.target.closest("details"))) {
      one.classList.toggle("hidden", Boolean(words) && !one.textContent.toLocaleLowerCase().includes(words));
    }
  }
}

function onKey(event) {
  if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
    const form = event.target.closest?.("[data-answer]");
    const button = form && find(".btn-primary:not(:disabled)", form);
    if (button) form.requestSubmit(button);
  } else if (event.key === "Escape" && event.target.matches?.("[data-answer] textarea")) focusName();
}

function watch() {
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("input", onInput);
  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", (event) => event.target.closest("details[open]")?.removeAttribute("open"), true);
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (menu.open && menu.matches("[data-keyed], [data-saved-menu]")) find("input:not([type=hidden], [hidden]), button, a", find(".pop", menu))?.focus();
  }, true);
  document.addEventListener("inbox:gone", openNext);
  document.addEventListener("inbox:back", () => requestAnimationFrame(() => { area()?.focus(); keepDraft(area()); }));
  document.addEventListener("inbox:unpick", () => {
    for (const box of all('[name="conversation"]:checked, [name="all"]:checked')) box.checked = false;
    said.textContent = syncChosen();
  });
  document.addEventListener("inbox:sent", (event) => {
    sessionStorage.removeItem(DRAFT + (event.detail?.conversation ?? ""));
    requestAnimationFrame(() => focusName());
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.target.id === "box" || find("#box", event.target.parentElement ?? document)) find("[data-focus-me]")?.focus();
    syncSend();
    syncChosen();
    markOpen();
  });
  document.addEventListener("htmx:after:settle", syncSend);
  addEventListener("popstate", () => location.reload());
  setInterval(() => { if (Date.now() - typedAt > TYPING) tell(false); }, 15_000);
  settle();
  if (find("#conversation[data-here]")) tell(false);
}

if (said) watch();
