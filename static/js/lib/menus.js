// Menus are <details data-menu>: one at a time, closed by a click elsewhere or by Escape, walked with the arrow keys.

const OPEN = "details[data-menu][open]";
const ITEMS = "a[href], button:not([disabled]), input, select";

function closeAll(except = null) {
  for (const menu of document.querySelectorAll(OPEN)) {
    if (!menu.contains(except)) menu.open = false;
  }
}

function step(menu, direction) {
  const items = [...menu.querySelectorAll(ITEMS)].filter((item) => item.checkVisibility());
  const at = items.indexOf(document.activeElement);
  items.at((at + direction + items.length) % items.length)?.focus();
}

export function watchMenus() {
  document.addEventListener("click", (event) => closeAll(event.target));
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(OPEN)) closeAll(event.target);
  }, true);
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.(OPEN);
    if (event.key === "Escape") {
      const open = menu ?? document.querySelector(OPEN);
      if (!open) return;
      open.open = false;
      open.querySelector("summary").focus();
      event.stopPropagation();
    } else if (menu && ["ArrowDown", "ArrowUp"].includes(event.key) && !event.target.matches("select, textarea")) {
      event.preventDefault();
      step(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  });
}
