// Dialogs: data-dialog-open="<id>" opens one of the page; data-dialog-fetch on a link opens the shared one with what the address gives.

export function openDialog(dialog) {
  if (!dialog.open) dialog.showModal();
}

// Show what `url` answers in the shared dialog. Without a script the link leads to the page itself.
export async function fetchIntoDialog(url, title) {
  const dialog = document.getElementById("dialog");
  document.getElementById("dialog-title").textContent = title;
  document.getElementById("dialog-body").replaceChildren();
  openDialog(dialog);
  await window.htmx.ajax("GET", url, { source: dialog, target: "#dialog-body", swap: "innerHTML" });
}

export function watchDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog-open]");
    const link = event.target.closest?.("a[data-dialog-fetch]");
    const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialogOpen);
      if (!dialog) return;
      event.preventDefault();
      opener.closest("details[data-menu]")?.removeAttribute("open");
      openDialog(dialog);
    } else if (link && isPlain && document.getElementById("dialog")) {
      event.preventDefault();
      link.closest("details[data-menu]")?.removeAttribute("open");
      fetchIntoDialog(link.href, link.dataset.dialogTitle ?? wordsOf(link));
    } else if (event.target.matches?.("dialog:modal") && isOutside(event.target, event)) {
      event.target.close();
    }
  });
  document.addEventListener("dialog:close", () => document.querySelector("dialog:modal")?.close());
  document.addEventListener("close", (event) => {
    if (event.target.id === "dialog") document.getElementById("dialog-body").replaceChildren();
    document.body.append(document.getElementById("toasts"));
  }, true);
  for (const dialog of document.querySelectorAll("dialog[data-modal][open]")) {
    dialog.removeAttribute("open");
    dialog.showModal();
  }
}

// What a link says, without the key that is drawn in it.
function wordsOf(link) {
  const copy = link.cloneNode(true);
  for (const key of copy.querySelectorAll("kbd")) key.remove();
  return copy.textContent.trim();
}

function isOutside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
