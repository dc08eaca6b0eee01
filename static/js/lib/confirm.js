// data-confirm="question" on a form, a button or a link (or hx-confirm): asked before it acts. The yes carries the button's own word.

let allowed = null;

// Ask in a dialog; resolves to true or false. Without the pattern in the page the browser asks.
export function askFirst(question, yes) {
  const pattern = document.getElementById("confirm-pattern");
  if (!pattern) return Promise.resolve(window.confirm(question));
  const dialog = pattern.content.firstElementChild.cloneNode(true);
  dialog.querySelector("p").textContent = question;
  if (yes) dialog.querySelector("[value=yes]").textContent = yes;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

function halt(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

async function repeatAfterYes(element, question, word, again) {
  if (!await askFirst(question, word)) return;
  allowed = element;
  again();
  allowed = null;
}

export function watchConfirms() {
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    const question = submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || allowed === form) return;
    halt(event);
    repeatAfterYes(form, question, submitter?.textContent.trim(), () => form.requestSubmit(submitter));
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-confirm]");
    if (!link || allowed === link) return;
    halt(event);
    repeatAfterYes(link, link.dataset.confirm, link.textContent.trim(), () => link.click());
  }, true);
  document.addEventListener("htmx:confirm", (event) => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    event.preventDefault();
    askFirst(ctx.confirm).then((yes) => (yes ? issueRequest() : dropRequest()));
  });
}
