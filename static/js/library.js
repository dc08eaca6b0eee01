// The library: choosing several files, dragging them onto folders, uploading, focal points, crops.
import { watchCrops } from "./lib/cropping.js";
import { watchFocals } from "./lib/focal.js";
import { watchUploads } from "./lib/uploads.js";

const root = document.querySelector("[data-library]");
const chosenForm = document.querySelector("[data-chosen-form]");
const all = (selector, from = root) => [...from.querySelectorAll(selector)];
let last = null;

function boxes() {
  return all("[name=asset]", chosenForm);
}

// --- Choosing ------------------------------------------------------------------------------------------------------
function sync() {
  const bar = chosenForm.querySelector("[data-chosen-bar]");
  if (!bar) return;
  const count = boxes().filter((box) => box.checked).length;
  bar.hidden = !count;
  bar.classList.toggle("flex", count > 0);
  bar.classList.toggle("hidden", !count);
  root.toggleAttribute("data-choosing", count > 0);
  bar.querySelector("[data-chosen-count]").textContent = count === 1 ? bar.dataset.one : bar.dataset.many.replace("%s", count);
}

function choose(list, on) {
  for (const box of list) box.checked = on;
  sync();
}

function range(box, event) {
  const list = boxes();
  if (event.shiftKey && last && list.includes(last)) {
    const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
    for (const one of list.slice(from, to + 1)) one.checked = box.checked;
  }
  last = box;
}

function watchChoosing() {
  chosenForm.addEventListener("click", (event) => {
    const box = event.target.closest("[name=asset]");
    if (box) range(box, event);
    if (event.target.closest("[data-choose-all]")) choose(boxes(), true);
    if (event.target.closest("[data-choose-none]")) choose(boxes(), false);
  });
  chosenForm.addEventListener("change", sync);
  chosenForm.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.name !== "tags") return;
    event.preventDefault();
    chosenForm.querySelector("[name=how][value=add]").click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog:modal")) return;
    const tile = event.target.closest?.("[data-asset]");
    if (event.key === "x" && tile) {
      const box = tile.querySelector("[name=asset]");
      if (box) box.checked = !box.checked;
      sync();
    } else if (event.key === "Escape" && root.hasAttribute("data-choosing") && !document.querySelector("details[data-menu][open]")) choose(boxes(), false);
  });
}

// --- What became of the page ----------------------------------------------------------------------------------------
function onDone({ detail }) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) menu.open = false;
  const gone = new Set(detail?.gone ?? []);
  if (chosenForm) choose(boxes(), false);
  for (const tile of document.querySelectorAll("[data-asset]")) if (gone.has(tile.dataset.asset)) tile.remove();
  const panel = document.querySelector("dialog:modal [data-asset-panel]");
  if (gone.size && panel) panel.closest("dialog").close();
  else if (gone.size && !root) location.assign(document.querySelector(".head a")?.href ?? "../");
  if (gone.size && root && !root.querySelector("[data-asset]")) document.dispatchEvent(new CustomEvent("live:refresh", { detail: { changed: ["assets"] } }));
}

// --- Dragging onto folders; "Move to…" does the same ----------------------------------------------------------------
function watchDragging() {
  let dragged = [];
  root.addEventListener("dragstart", (event) => {
    const tile = event.target.closest?.("[data-asset]");
    if (!tile) return;
    const chosen = boxes().filter((box) => box.checked).map((box) => box.value);
    dragged = chosen.includes(tile.dataset.asset) ? chosen : [tile.dataset.asset];
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("application/x-meydan-assets", dragged.join(","));
  });
  const over = (event) => (dragged.length ? event.target.closest?.("[data-folder]") : null);
  root.addEventListener("dragover", (event) => {
    const folder = over(event);
    for (const one of all("[data-folder][data-over]")) if (one !== folder) one.removeAttribute("data-over");
    if (!folder) return;
    event.preventDefault();
    folder.setAttribute("data-over", "");
  });
  root.addEventListener("drop", (event) => {
    const folder = over(event);
    if (!folder) return;
    event.preventDefault();
    const shown = new URLSearchParams(location.search).get("folder") ?? "";
    window.htmx.ajax("POST", root.dataset.move, { values: { asset: dragged.join(","), folder: folder.dataset.folder, shown }, swap: "none", source: root });
  });
  root.addEventListener("dragend", () => {
    dragged = [];
    for (const one of all("[data-folder][data-over]")) one.removeAttribute("data-over");
  });
}

// --- Focal points of thumbnails: a style that only a script may set -------------------------------------------------
function aim(from) {
  for (const image of from.querySelectorAll("img[data-focal]")) image.style.objectPosition = image.dataset.focal;
}

document.addEventListener("media:done", onDone);
document.addEventListener("htmx:after:settle", () => {
  aim(document);
  if (chosenForm) sync();
});
aim(document);
if (chosenForm) {
  watchChoosing();
  sync();
}
if (root?.dataset.move) watchDragging();
watchUploads();
watchFocals();
watchCrops();
