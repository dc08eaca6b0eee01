// The list of posts: choosing all of the page, a row by X, several with Shift. Without a script each box is its own and the bar always there.

let last = null;
let shifted = false;

function boxes() {
  return [...document.querySelectorAll('[data-several] [name="post"]')];
}

function sync() {
  const all = boxes();
  const number = all.filter((box) => box.checked).length;
  const words = document.querySelector("[data-chosen-words]");
  const page = document.querySelector("[data-choose-page]");
  if (!words || !page) return;
  const { none, one, many } = words.dataset;
  words.textContent = number === 0 ? none : number === 1 ? one : many.replace("{count}", String(number));
  [page.checked, page.indeterminate] = [number > 0 && number === all.length, number > 0 && number < all.length];
}

// With Shift everything between the last box and this one becomes as this one is.
function choose(box, isRange) {
  const all = boxes();
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
  if (isRange && from >= 0) for (const one of all.slice(from, to + 1)) one.checked = box.checked;
  last = box;
  sync();
}

function chooseFocused() {
  const box = document.activeElement?.closest(".several-row")?.querySelector('[name="post"]');
  if (!box) return;
  box.checked = shifted || !box.checked;
  choose(box, shifted);
}

function clear() {
  for (const box of boxes()) box.checked = false;
  sync();
}

document.addEventListener("click", (event) => {
  if (event.target.matches?.('[data-several] [name="post"]')) choose(event.target, event.shiftKey);
  else if (event.target.closest?.("[data-choose]")) chooseFocused();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-choose-page]")) return;
  for (const box of boxes()) box.checked = event.target.checked;
  sync();
});

// A pressed Enter in a field does what stands beside it, not the first button of the form.
document.addEventListener("keydown", (event) => {
  shifted = event.shiftKey;
  if (event.key === "Enter" && event.target.matches?.("[data-several] .pop input")) {
    event.preventDefault();
    event.target.parentElement.querySelector("button").click();
  } else if (event.key === "Escape" && !document.querySelector("details[data-menu][open], dialog:modal")) clear();
}, true);

document.addEventListener("mousedown", (event) => {
  if (event.shiftKey && event.target.closest?.(".several-pick")) event.preventDefault();  // no text is marked by it
});

document.addEventListener("htmx:after:settle", () => {
  last = null;
  sync();
  const result = document.querySelector("[data-result]");
  result?.removeAttribute("data-result");
  result?.focus();
});
sync();
