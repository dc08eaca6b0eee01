// Choosing from the library: in the order in which the files are clicked, also over several searches.

export function watchPicker(add) {
  const dialog = document.getElementById("dialog");
  let chosen = [];

  function show() {
    const picker = dialog.querySelector("[data-picker]");
    if (!picker) return;
    for (const box of picker.querySelectorAll("[data-pick]")) {
      const place = chosen.indexOf(box.value);
      box.checked = place >= 0;
      box.closest("label").querySelector("[data-pick-place]").textContent = place >= 0 ? place + 1 : "";
    }
    const words = picker.querySelector("[data-pick-count]");
    if (!words) return;
    const { none, one, many } = words.dataset;
    words.textContent = { 0: none, 1: one }[chosen.length] ?? many.replace("%s", chosen.length);
    picker.querySelector("[data-pick-add]").disabled = !chosen.length;
    for (const image of picker.querySelectorAll("img[data-focal]")) image.style.objectPosition = image.dataset.focal;
  }

  dialog.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-pick]")) return;
    chosen = target.checked ? [...chosen, target.value] : chosen.filter((id) => id !== target.value);
    show();
  });
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-pick-add]")) return;
    const ids = chosen;
    dialog.close();
    add(ids);
  });
  dialog.addEventListener("close", () => { chosen = []; });
  document.addEventListener("htmx:after:settle", show);
}
