// A select with data-search="words" gets a search of that name above it, which leaves only the choices that fit.
export function searchChoices() {
  for (const select of document.querySelectorAll("select[data-search]")) {
    const search = document.createElement("input");
    Object.assign(search, { type: "search", placeholder: select.dataset.search, autocomplete: "off", ariaLabel: select.dataset.search });
    const box = select.parentElement.cloneNode(false);
    box.append(search);
    select.parentElement.before(box);
    search.addEventListener("input", () => narrow(select, folded(search.value)));
    search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
}

function narrow(select, wanted) {
  for (const option of select.options) option.hidden = option.disabled = !folded(`${option.text} ${option.value}`).includes(wanted);
  for (const group of select.querySelectorAll("optgroup")) group.hidden = [...group.children].every((one) => one.hidden);
  const fits = [...select.options].filter((option) => !option.hidden);
  const best = fits.find((option) => folded(option.text).startsWith(wanted)) ?? fits[0];
  if (best && !fits.includes(select.selectedOptions[0])) select.value = best.value;
}

function folded(text) {
  return text.toLowerCase().replace(/ı/g, "i").replace(/ə/g, "e").normalize("NFD").replace(/[\u0300-\u036f_]/g, (mark) => (mark === "_" ? " " : ""));
}

// A select with data-browser-zone offers the browser's own time zone first, unless somebody has chosen already.
export function chooseZones() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const select of document.querySelectorAll("select[data-browser-zone]")) {
    const untouched = ["", "UTC"].includes(select.value);
    if (untouched && [...select.options].some((option) => option.value === zone)) select.value = zone;
  }
}
