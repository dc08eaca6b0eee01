// Time: data-clock="<minutes from UTC>" keeps a brand's clock right; <time datetime data-local-time> also says the reader's own time.

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const there = new Date(Date.now() + Number(clock.dataset.clock) * 60_000);
    const words = there.toISOString().slice(11, 16);
    if (clock.textContent !== words) clock.textContent = words;
  }
}

// With data-local-time="replace" the reader's time stands in the text, else only in its title.
function localize(root) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  const { timeZone } = format.resolvedOptions();
  for (const time of root.querySelectorAll("time[data-local-time]")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.valueOf())) continue;
    time.title = `${format.format(at)}, ${timeZone}`;
    if (time.dataset.localTime === "replace") time.textContent = format.format(at);
  }
}

export function watchClocks() {
  tick();
  localize(document);
  setInterval(tick, 5000);
  document.addEventListener("visibilitychange", tick);
  document.addEventListener("htmx:after:settle", (event) => localize(event.target.parentElement ?? document));
}
