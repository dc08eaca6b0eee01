// A select with data-browser-zone offers the browser's own time zone first, unless somebody has chosen already.
export function chooseZones() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const select of document.querySelectorAll("select[data-browser-zone]")) {
    const untouched = ["", "UTC"].includes(select.value);
    if (untouched && [...select.options].some((option) => option.value === zone)) select.value = zone;
  }
}
