// What just happened, for some seconds. From the server: an HX-Trigger event `toast` {text, tone, undo}; from scripts: toast().

const STAYS = { done: 6000, wait: 8000, fail: 12000 };

// Show `text` for `stays` milliseconds (0: until it is closed); `undo` is {url, fields, seconds}; `again` is done by a second button, called
// "Try again" or `word`. Returns the element.
export function toast(text, { tone = "done", undo = null, again = null, word = "", stays = STAYS[tone] ?? STAYS.done } = {}) {
  const pattern = document.getElementById("toast-pattern");
  const element = pattern.content.firstElementChild.cloneNode(true);
  for (const icon of element.querySelectorAll("[data-tone]")) {
    if (icon.dataset.tone !== tone) icon.remove();
  }
  element.querySelector("p").textContent = text;
  region().append(element);
  offerAgain(element, again, word);
  const button = element.querySelector("[data-toast-undo]");
  if (undo) return offerUndo(element, button, undo);
  button.remove();
  leaveLater(element, stays);
  return element;
}

// One of the sentences that the page carries for failures (components/toasts.html).
export function sentence(name) {
  return document.getElementById("toast-pattern").dataset[name];
}

// An open dialog covers the page, so toasts move into it.
function region() {
  const toasts = document.getElementById("toasts");
  const modal = [...document.querySelectorAll("dialog:modal")].at(-1);
  const home = modal ?? document.body;
  if (toasts.parentElement !== home) home.append(toasts);
  return toasts;
}

function offerAgain(element, again, word) {
  const button = element.querySelector("[data-toast-again]");
  if (!again) return button.remove();
  if (word) button.textContent = word;
  button.addEventListener("click", () => {
    element.remove();
    again();
  });
}

function offerUndo(element, button, { url, fields = {}, seconds = 10 }) {
  const left = button.querySelector("time");
  const end = Date.now() + seconds * 1000;
  const tick = () => {
    const rest = Math.ceil((end - Date.now()) / 1000);
    if (rest <= 0 || !element.isConnected) return close();
    left.textContent = `${rest} s`;
  };
  const clock = setInterval(tick, 250);
  const close = () => { clearInterval(clock); element.remove(); };
  tick();
  button.addEventListener("click", () => {
    close();
    window.htmx.ajax("POST", url, { values: fields, swap: "none", source: document.body });
  });
  return element;
}

function leaveLater(element, stays) {
  if (!stays) return;
  let clock = setTimeout(() => element.remove(), stays);
  const wait = () => clearTimeout(clock);
  const go = () => { clock = setTimeout(() => element.remove(), stays / 2); };
  element.addEventListener("pointerenter", wait);
  element.addEventListener("focusin", wait);
  element.addEventListener("pointerleave", go);
  element.addEventListener("focusout", go);
}

export function watchToasts() {
  document.addEventListener("toast", (event) => {
    const { text, ...rest } = event.detail ?? {};
    if (text) toast(text, rest);
  });
  document.addEventListener("click", (event) => {
    event.target.closest?.("[data-toast-close]")?.closest(".toast-q").remove();
  });
  for (const element of document.querySelectorAll("#toasts > [data-toast]")) {
    leaveLater(element, element.dataset.toast === "error" ? STAYS.fail : STAYS.done);
  }
}
