// Forms: data-dirty-guard warns before unsaved text is left; data-autosubmit sends a form when a choice changes;
// data-reveal shows a password; a form sent once does not go twice. An answer that keeps the form unsaved says HX-Trigger: form:invalid.

const HELD = 8000;
const dirty = new Set();

// Call after saving without leaving the page.
export function markSaved(form) {
  dirty.delete(form);
}

export function markDirty(form) {
  dirty.add(form);
}

export function watchForms() {
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-dirty-guard]")) dirty.add(form);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("[data-autosubmit]") && event.target.form;
    if (form) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    dirty.delete(event.target);
    holdSecond(event);
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response.status < 400 && !ctx.hx?.trigger?.includes("form:invalid")) dirty.delete(ctx.request.form);
  });
  window.addEventListener("beforeunload", (event) => {
    for (const form of dirty) if (!form.isConnected) dirty.delete(form);
    if (dirty.size) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
  document.addEventListener("click", (event) => reveal(event.target.closest?.("[data-reveal]")));
}

// A second click while the first is under way is swallowed. Forms that htmx sends keep their own queue.
function holdSecond(event) {
  const form = event.target;
  if (form.method !== "post" || form.dataset.sent) {
    if (form.dataset.sent) event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  setTimeout(() => delete form.dataset.sent, HELD);
}

function reveal(button) {
  if (!button) return;
  const input = button.parentElement.querySelector("input");
  const shown = button.getAttribute("aria-pressed") === "true";
  input.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
  input.focus();
}
