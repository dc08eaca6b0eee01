// The focal point of a picture: a click on it fills the fields, the fields move the mark.

function place(panel) {
  const mark = panel.querySelector("[data-focal-mark]");
  const [x, y] = ["focal_x", "focal_y"].map((name) => panel.querySelector(`[name=${name}]`));
  if (!mark || !x) return;
  mark.style.left = `${x.value || 50}%`;
  mark.style.top = `${y.value || 50}%`;
  mark.hidden = false;
}

function placeAll() {
  for (const panel of document.querySelectorAll("[data-asset-panel]")) place(panel);
}

export function watchFocals() {
  document.addEventListener("click", (event) => {
    const picture = event.target.closest?.("[data-focal-pick]");
    if (!picture) return;
    const box = picture.querySelector("img").getBoundingClientRect();
    const panel = picture.closest("[data-asset-panel]");
    const share = { focal_x: (event.clientX - box.left) / box.width, focal_y: (event.clientY - box.top) / box.height };
    for (const [name, value] of Object.entries(share)) {
      const field = panel.querySelector(`[name=${name}]`);
      field.value = Math.round(Math.min(1, Math.max(0, value)) * 100);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.name?.startsWith("focal_")) place(event.target.closest("[data-asset-panel]"));
  });
  document.addEventListener("htmx:after:settle", placeAll);
  placeAll();
}
