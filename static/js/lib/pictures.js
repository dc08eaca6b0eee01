// Pictures in the composer: uploaded, chosen from the library, put in order, cropped. Each tile comes from the server.
import { watchPicker } from "./picker.js";
import { send } from "./sending.js";

const LARGE = 20_000_000;

export function watchPictures({ form, find, all, shared, touched }) {
  const errorLine = find("[data-upload-error]");

  function complain(text) {
    errorLine.textContent = text;
    errorLine.hidden = !text;
  }

  function sentenceOf(answer) {
    try {
      return JSON.parse(answer.headers.get("HX-Trigger")).toast.text;
    } catch {
      return document.getElementById("toast-pattern").dataset.failed;
    }
  }

  // --- Tiles ---------------------------------------------------------------------------------------------------------
  const tileOf = (id) => find(`[data-tile="${id}"]`);

  async function fetchTiles(ids) {
    const query = ids.map((id) => `asset=${encodeURIComponent(id)}`).join("&");
    const answer = await fetch(`${form.dataset.tiles}?${query}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return [...new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("[data-tile]")];
  }

  async function add(ids) {
    const fresh = ids.filter((id) => !tileOf(id));
    if (!fresh.length) return;
    try {
      for (const tile of await fetchTiles(fresh)) find("[data-pictures]").insertBefore(document.adoptNode(tile), find("[data-add]"));
    } catch {
      return complain(document.getElementById("toast-pattern").dataset.failed);
    }
    window.htmx.process(find("[data-pictures]"));
    form.dispatchEvent(new CustomEvent("composer:tiles"));
    touched();
  }

  // A crop was drawn in the library: the choices are renewed, what was chosen by its shape stays chosen.
  async function renew() {
    const ids = all("[data-tile]").map((tile) => tile.dataset.tile);
    if (!ids.length) return;
    for (const fresh of await fetchTiles(ids)) {
      for (const select of fresh.querySelectorAll("select")) {
        const old = document.getElementById(select.id);
        if (!old) continue;
        const shape = old.value.split("@")[0];
        old.replaceChildren(...select.children);
        const same = [...old.options].find((option) => option.value.split("@")[0] === shape);
        if (same) same.selected = true;
      }
    }
    touched();
  }

  // --- Uploads -------------------------------------------------------------------------------------------------------
  function say(text) {
    const line = find("[data-upload-note]");
    line.textContent = text;
    line.hidden = !text;
  }

  // Videos and other large files go in pieces.
  function uploadInPieces(file) {
    const words = JSON.parse(form.dataset.uploadWords);
    const note = (text) => say(text && `${file.name}: ${text}`);
    return new Promise((resolve) => {
      const end = (sentence) => {
        if (sentence) complain(`${file.name}: ${sentence}`);
        note("");
        resolve();
      };
      send(file, { script: form.dataset.tusScript, endpoint: form.dataset.tus }, {
        progress: (share) => note(words.running.replace("{value}", Math.floor(share * 100))),
        offline: () => note(words.offline),
        preparing: () => note(words.preparing),
        done: (asset) => add([asset]).then(() => end("")),
        refused: end,
        failed: () => end(words.failed),
      }).catch(() => end(words.failed));
    });
  }

  async function upload(file) {
    if (file.type.startsWith("video/") || file.size > LARGE) return uploadInPieces(file);
    const body = new FormData();
    body.append("file", file);
    const headers = { "HX-Request": "true", "X-CSRFToken": find("[name=csrfmiddlewaretoken]").value };
    try {
      const answer = await fetch(form.dataset.upload, { method: "POST", body, headers });
      if (!answer.ok) return complain(`${file.name}: ${sentenceOf(answer)}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      await add([page.querySelector("[data-asset]").dataset.asset]);
    } catch {
      complain(document.getElementById("toast-pattern").dataset.lost);
    }
  }

  async function uploadAll(files) {
    const pictures = [...files];
    if (!pictures.length) return;
    complain("");
    const place = find("[data-add]");
    place.setAttribute("aria-busy", "true");
    place.classList.add("opacity-60");
    for (const file of pictures) await upload(file);       // one after the other: their order is the person's
    place.removeAttribute("aria-busy");
    place.classList.remove("opacity-60");
  }

  function watchFiles() {
    const drop = find("[data-drop]");
    find("[data-file]").addEventListener("change", async (event) => {
      event.stopPropagation();
      const files = [...event.target.files];
      event.target.value = "";                             // what is uploaded is not sent twice
      await uploadAll(files);
    });
    const lit = (on) => ["bg-wash"].forEach((name) => drop.classList.toggle(name, on));
    form.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      lit(true);
    });
    form.addEventListener("dragleave", (event) => { if (!form.contains(event.relatedTarget)) lit(false); });
    form.addEventListener("drop", (event) => {
      lit(false);
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      uploadAll(event.dataTransfer.files);
    });
    form.addEventListener("paste", (event) => {
      const files = [...event.clipboardData.files].filter((file) => /^(image|video)\//.test(file.type));
      if (!files.length) return;
      event.preventDefault();
      uploadAll(files);
    });
  }

  // --- Order: by buttons, and by dragging --------------------------------------------------------------------------
  function arrange(event) {
    const tile = event.target.closest("[data-tile]");
    if (!tile) return false;
    const other = event.target.closest("[data-earlier]") ? tile.previousElementSibling : tile.nextElementSibling;
    if (event.target.closest("[data-remove]")) {
      (tile.nextElementSibling?.querySelector("button, input") ?? shared).focus();
      tile.remove();
    } else if (event.target.closest("[data-earlier]")) other?.before(tile);
    else if (event.target.closest("[data-later]")) { if (other?.matches("[data-tile]")) other.after(tile); }
    else return false;
    event.target.closest("button")?.focus();
    touched();
    return true;
  }

  function watchDragging() {
    const list = find("[data-pictures]");
    let held = null;
    list.addEventListener("dragstart", (event) => {
      held = event.target.closest?.("[data-tile]");
      if (!held || event.target.closest("textarea, select")) return;
      event.dataTransfer.effectAllowed = "move";
      held.dataset.dragging = "";
    });
    list.addEventListener("dragover", (event) => {
      const over = held && event.target.closest("[data-tile]");
      if (!held) return;
      event.preventDefault();
      if (!over || over === held) return;
      const box = over.getBoundingClientRect();
      over[event.clientX < box.left + box.width / 2 ? "before" : "after"](held);
    });
    list.addEventListener("dragend", () => {
      if (!held) return;
      delete held.dataset.dragging;
      held = null;
      touched();
    });
  }

  watchFiles();
  watchDragging();
  watchPicker(add);
  document.addEventListener("media:done", renew);
  return arrange;
}
