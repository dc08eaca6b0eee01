// The calendar: posts are dragged to another day and keep their wall time; M opens "Move to…". Counts down what is about to leave.

const CHIP = "a.pc[data-post]:not([data-fixed])";
let carried = null;

function dayOf(element) {
  return element?.closest?.("[data-day]");
}

function light(cell) {
  for (const lit of document.querySelectorAll("[data-day].bg-wash")) if (lit !== cell) lit.classList.remove("bg-wash");
  cell?.classList.add("bg-wash");
}

function put(item, cell) {
  const time = item.querySelector("time").dateTime.slice(11);
  const items = [...cell.querySelectorAll("[data-item]")].filter((one) => one !== item);
  const next = items.find((one) => one.querySelector("time").dateTime.slice(11) > time);
  cell.querySelector("[data-items]").insertBefore(item, next ?? null);
}

async function drop(chip, cell) {
  const item = chip.closest("[data-item]");
  const home = dayOf(chip);
  const time = chip.querySelector("time");
  const [, wall] = time.dateTime.split("T");
  put(item, cell);
  const values = { to: `${cell.dataset.day}T${wall}`, revision: chip.dataset.revision };
  let status = 0;
  const note = (event) => { status = event.detail.ctx?.response?.status ?? 0; };
  document.addEventListener("htmx:finally:request", note, { once: true });
  try {
    await window.htmx.ajax("POST", `${chip.getAttribute("href")}move/`, { values, swap: "none", source: chip });
  } finally {
    document.removeEventListener("htmx:finally:request", note);
    if (status >= 200 && status < 300) time.dateTime = values.to;
    else put(item, home);
  }
}

function makeDraggable(root) {
  for (const chip of root.querySelectorAll(CHIP)) chip.draggable = true;
}

function watchDrags() {
  document.addEventListener("dragstart", (event) => {
    const chip = event.target.closest?.(CHIP);
    if (!chip) return;
    carried = chip;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", chip.href);
    chip.closest("[data-item]").dataset.dragging = "";
    requestAnimationFrame(() => chip.classList.add("pc-left"));
  });
  document.addEventListener("dragover", (event) => {
    const cell = carried && dayOf(event.target);
    if (!cell) return;
    event.preventDefault();
    light(cell);
  });
  document.addEventListener("dragend", () => {
    carried?.classList.remove("pc-left");
    if (carried) delete carried.closest("[data-item]").dataset.dragging;
    carried = null;
    light(null);
  });
  document.addEventListener("drop", (event) => {
    const cell = carried && dayOf(event.target);
    if (!cell) return;
    event.preventDefault();
    if (cell !== dayOf(carried)) drop(carried, cell);
  });
}

// Keys on a post: M moves it by a dialog, the arrows by a day or a week.
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function onKey(event) {
  const chip = event.target.closest?.(CHIP);
  if (!chip || event.ctrlKey || event.metaKey) return;
  if (event.key.toLowerCase() === "m" && !event.altKey) chip.closest("[data-item]").querySelector("[data-dialog-fetch]")?.click();
  else if (event.altKey && STEPS[event.key]) {
    const day = new Date(`${dayOf(chip).dataset.day}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + STEPS[event.key]);
    const cell = document.querySelector(`[data-day="${day.toISOString().slice(0, 10)}"]`);
    if (cell) drop(chip, cell).then(() => chip.focus());
  } else return;
  event.preventDefault();
}

function countDown() {
  for (const element of document.querySelectorAll("[data-countdown]")) {
    element.dataset.until ??= String(Date.now() + Number(element.dataset.countdown) * 1000);
    const rest = Math.ceil((Number(element.dataset.until) - Date.now()) / 1000);
    if (rest > 0) element.textContent = String(rest);
    else element.closest("[data-leaving]")?.remove();
  }
}

makeDraggable(document);
watchDrags();
document.addEventListener("keydown", onKey);
document.addEventListener("htmx:after:settle", () => makeDraggable(document));
if (document.querySelector("[data-countdown]")) setInterval(countDown, 250);
if (matchMedia("(max-width: 767px)").matches && !location.hash) {
  const week = document.querySelector("[data-strip-now]");
  if (week) week.parentElement.scrollLeft = week.offsetLeft - week.parentElement.offsetLeft;
  document.querySelector("[data-today]")?.scrollIntoView({ block: "start" });  // the list begins weeks ago
}
