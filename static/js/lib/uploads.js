// Uploading in the library: dropped, pasted or chosen files, each with its line.
import { send as sendInPieces } from "./sending.js";

const panel = document.querySelector("[data-uploads]");
const TOGETHER = 2;
const queue = [];
let running = 0;
let words = {};

function tell(name, value) {
  panel.querySelector("[data-upload-said]").textContent = words[name].replace("{value}", value);
}

function lineOf(file) {
  const line = panel.querySelector("[data-upload-pattern]").content.firstElementChild.cloneNode(true);
  const part = (name) => line.querySelector(`[data-${name}]`);
  part("name").textContent = file.name;
  part("bar").setAttribute("aria-label", file.name);
  part("word").textContent = words.waiting;
  part("cancel").setAttribute("aria-label", `${part("cancel").title}: ${file.name}`);
  panel.querySelector("[data-upload-list]").append(line);
  for (const one of document.querySelectorAll("[data-unfinished]")) if (one.dataset.unfinished === file.name) one.remove();
  return { line, part };
}

function refused(job, sentence) {
  job.part("word").textContent = "";
  job.part("bar").hidden = true;
  job.part("error").hidden = false;
  job.part("error").textContent = sentence;
  tell("refused", job.file.name);
  free();
}

function failed(job) {
  refused(job, words.failed);
  const again = job.part("again");
  again.hidden = false;
  again.onclick = () => {
    again.hidden = true;
    job.part("error").hidden = true;
    job.part("bar").hidden = false;
    queue.push(job);
    next();
  };
}

function finished(job) {
  job.part("bar").value = 100;
  job.part("word").textContent = words.done;
  job.part("cancel").remove();
  tell("finished", job.file.name);
  document.dispatchEvent(new CustomEvent("live:refresh", { detail: { changed: ["assets", "folders", "room"] } }));
  setTimeout(() => job.line.remove(), 4000);
  free();
}

function free() {
  running -= 1;
  next();
}

async function send(job) {
  job.upload = await sendInPieces(job.file, { script: panel.dataset.script, endpoint: panel.dataset.tus, folder: panel.dataset.folder }, {
    progress: (share) => {
      job.part("bar").value = share * 100;
      job.part("word").textContent = words.running.replace("{value}", Math.floor(share * 100));
    },
    offline: () => { job.part("word").textContent = words.offline; },
    preparing: () => {
      job.part("bar").removeAttribute("value");
      job.part("word").textContent = words.preparing;
    },
    done: () => finished(job),
    refused: (sentence) => refused(job, sentence),
    failed: () => failed(job),
  });
}

function next() {
  while (running < TOGETHER && queue.length) {
    running += 1;
    const job = queue.shift();
    send(job).catch(() => failed(job));
  }
}

function cancel(job) {
  const waits = queue.indexOf(job);
  if (waits >= 0) queue.splice(waits, 1);
  else if (job.upload) {
    job.upload.cancel();
    free();
  }
  job.line.remove();
  tell("cancelled", job.file.name);
}

export function addFiles(files) {
  const list = [...files];
  if (!list.length) return;
  for (const file of list) {
    const job = { file, ...lineOf(file), upload: null };
    job.part("cancel").addEventListener("click", () => cancel(job));
    queue.push(job);
  }
  tell(list.length === 1 ? "beganOne" : "began", list.length === 1 ? list[0].name : list.length);
  next();
}

function watchDrops() {
  const sheet = document.querySelector("main");
  const brings = (event) => event.dataTransfer?.types.includes("Files");
  sheet.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    sheet.classList.add("dropping");
  });
  sheet.addEventListener("dragleave", (event) => { if (!sheet.contains(event.relatedTarget)) sheet.classList.remove("dropping"); });
  sheet.addEventListener("drop", (event) => {
    sheet.classList.remove("dropping");
    if (!brings(event)) return;
    event.preventDefault();
    addFiles(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    if (event.target.matches?.("input, textarea") || !event.clipboardData.files.length) return;
    event.preventDefault();
    addFiles(event.clipboardData.files);
  });
}

export function watchUploads() {
  if (!panel) return;
  words = JSON.parse(panel.dataset.words);
  watchDrops();
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-upload-files]")) return;
    addFiles(event.target.files);
    event.target.value = "";
  });
  window.addEventListener("beforeunload", (event) => { if (running || queue.length) event.preventDefault(); });
}
