// Charts: a value is read by pointing, tapping or the arrow keys. [data-chart="<id of the table>"] holds drawings (data-first, data-step, data-ys);
// what is read are the rows of the table with the same data: the first column is the day, the others are named by their heads.

const KEYS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 };
const AWAY = 12;

function drawingOf(chart) {
  return [...chart.querySelectorAll("svg[data-first]")].find((one) => one.checkVisibility());
}

function rowsOf(chart) {
  return document.getElementById(chart.dataset.chart)?.querySelectorAll("tbody tr") ?? [];
}

function hide(chart) {
  chart.querySelector("[data-read]").hidden = true;
  for (const mark of chart.querySelectorAll("[data-at]")) mark.setAttribute("visibility", "hidden");
}

function line(name, value) {
  const part = document.createElement("span");
  const strong = document.createElement("i");
  strong.textContent = value;
  part.append(name, strong);
  return part;
}

function write(read, row) {
  const heads = row.closest("table").querySelectorAll("thead th");
  const [day, ...cells] = row.cells;
  const title = document.createElement("b");
  title.textContent = day.textContent.trim();
  read.replaceChildren(title, ...cells.map((cell, index) => line(heads[index + 1].textContent.trim(), cell.textContent.trim())));
}

// Puts the cross-hair at day `index` and its words beside it, inside the chart.
function show(chart, index) {
  const drawing = drawingOf(chart);
  const row = rowsOf(chart)[index];
  if (!drawing || !row) return;
  const { first, step, ys } = drawing.dataset;
  const x = Number(first) + index * Number(step);
  const y = ys.split(",")[index];
  const mark = drawing.querySelector("[data-at]");
  const [cross, dot] = mark.children;
  cross.setAttribute("x1", x);
  cross.setAttribute("x2", x);
  dot.setAttribute("visibility", y ? "inherit" : "hidden");
  dot.setAttribute("cx", x);
  dot.setAttribute("cy", y || 0);
  mark.setAttribute("visibility", "visible");
  const read = chart.querySelector("[data-read]");
  write(read, row);
  read.hidden = false;
  const at = (x / drawing.viewBox.baseVal.width) * drawing.clientWidth;
  const right = at + AWAY + read.offsetWidth;
  read.style.left = `${right > drawing.clientWidth ? Math.max(at - AWAY - read.offsetWidth, 0) : at + AWAY}px`;
  chart.dataset.index = index;
}

function pointed(event) {
  const drawing = event.target.closest?.("[data-chart] svg[data-first]");
  if (!drawing) return;
  const chart = drawing.closest("[data-chart]");
  const box = drawing.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * drawing.viewBox.baseVal.width;
  const last = rowsOf(chart).length - 1;
  const index = Math.round((x - Number(drawing.dataset.first)) / (Number(drawing.dataset.step) || 1));
  show(chart, Math.min(Math.max(index, 0), last));
}

function onKey(event) {
  const chart = event.target.closest?.("[data-chart]");
  if (!chart || event.ctrlKey || event.metaKey || event.altKey) return;
  const last = rowsOf(chart).length - 1;
  const at = Number(chart.dataset.index ?? last);
  const to = event.key === "Home" ? 0 : event.key === "End" ? last : at + (KEYS[event.key] ?? NaN);
  if (event.key === "Escape") hide(chart);
  if (Number.isNaN(to)) return;
  event.preventDefault();
  show(chart, Math.min(Math.max(to, 0), last));
}

export function watchCharts() {
  document.addEventListener("pointermove", pointed);
  document.addEventListener("pointerdown", pointed);
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerout", (event) => {
    const chart = event.target.closest?.("[data-chart]");
    if (chart && event.pointerType === "mouse" && !chart.contains(event.relatedTarget)) hide(chart);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("[data-chart]:focus-visible")) show(event.target, Number(event.target.dataset.index ?? rowsOf(event.target).length - 1));
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-chart]")) hide(event.target);
  });
}
