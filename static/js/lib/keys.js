// Keys: an element with data-shortcut="c" or "g h" is clicked by them; ? lists all; J and K walk a [data-list].
// Single keys can be switched off on a device (WCAG 2.1.4).

const SWITCH = "meydan.keys";
const SEQUENCE = 1200;
let started = "";
let startedAt = 0;

function isOn() {
  return localStorage.getItem(SWITCH) !== "off";
}

function isTyping(target) {
  return target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") ?? false;
}

function press(keys) {
  for (const element of document.querySelectorAll("[data-shortcut]")) {
    if (element.dataset.shortcut === keys && !element.disabled) {
      element.click();
      return true;
    }
  }
  return false;
}

function begins(key) {
  return [...document.querySelectorAll("[data-shortcut]")].some((one) => one.dataset.shortcut.startsWith(`${key} `));
}

function walk(direction) {
  const list = document.activeElement?.closest("[data-list]") ?? document.querySelector("[data-list]");
  const rows = [...(list?.querySelectorAll("a.row, a.pc, [data-list-item]") ?? [])].filter((row) => row.checkVisibility());
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const open = rows.findIndex((row) => row.matches("[aria-current=true]"));
  const next = at >= 0 ? rows[at + direction] : open >= 0 ? rows[open + direction] ?? rows[open] : rows[direction > 0 ? 0 : rows.length - 1];
  next?.focus();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (isTyping(event.target) || document.querySelector("dialog:modal") || !isOn()) return;
  const key = event.key.toLowerCase();
  const pair = started && Date.now() - startedAt < SEQUENCE ? `${started} ${key}` : "";
  started = "";
  if (pair && press(pair)) return event.preventDefault();
  if (key === "?") openList();
  else if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
  else if (begins(key)) [started, startedAt] = [key, Date.now()];
  else if (!press(key)) return;
  event.preventDefault();
}

function openList() {
  const dialog = document.querySelector("[data-keys-list]");
  if (!dialog) return;
  fillList(dialog);
  dialog.showModal();
}

// The list is made of what the page answers to now: parts of it may have come later.
function fillList(dialog) {
  const list = dialog.querySelector("[data-keys]");
  const lines = [...document.querySelectorAll("[data-shortcut]")].map((element) => {
    const word = document.createElement("dt");
    const keys = document.createElement("dd");
    word.textContent = element.dataset.shortcutLabel ?? element.textContent.trim();
    for (const key of element.dataset.shortcut.split(" ")) {
      const drawn = document.createElement("kbd");
      drawn.className = "kbd";
      drawn.textContent = key.toUpperCase();
      keys.append(drawn, " ");
    }
    return [word, keys];
  });
  list.replaceChildren(...lines.flat(), dialog.querySelector("[data-keys-fixed]").content.cloneNode(true));
}

export function watchKeys() {
  document.addEventListener("keydown", onKey);
  const dialog = document.querySelector("[data-keys-list]");
  if (!dialog) return;
  fillList(dialog);
  document.addEventListener("htmx:after:settle", () => { if (!dialog.open) fillList(dialog); });
  const box = dialog.querySelector("[data-keys-switch]");
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
}
