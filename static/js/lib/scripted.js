// Things that only make sense with a script are hidden by the server and shown here: `hidden data-needs-script`.

export function showScripted(root) {
  for (const element of root.querySelectorAll("[data-needs-script][hidden]")) element.hidden = false;
}

document.addEventListener("htmx:after:settle", (event) => showScripted(event.target.parentElement ?? document));
