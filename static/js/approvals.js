// Approvals by keyboard: walking the list shows each review beside it, C begins a comment. Without a script the rows lead to pages.

const WIDE = matchMedia("(min-width: 64rem)");
const REST = 120;
let clock = 0;

function show(link) {
  const url = link.dataset.review;
  if (!WIDE.matches || !url || link.getAttribute("aria-current")) return;
  window.htmx.ajax("GET", url, { source: document.body, target: "#queue", swap: "outerMorph", select: "#queue" })
    .then(() => document.querySelector(`[data-review="${CSS.escape(url)}"]`)?.focus({ preventScroll: false }));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-review]");
  if (!link || !WIDE.matches || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  show(link);
});

document.addEventListener("focusin", (event) => {
  clearTimeout(clock);
  const link = event.target.closest?.("a[data-review]");
  if (link?.matches(":focus-visible")) clock = setTimeout(() => show(link), REST);
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-say]")) document.querySelector("[id^=say-]")?.focus();
});
