// What is shown only once can be taken along: data-copy and data-download name an element, data-print prints the page.

const SAID = 2000;

export function watchCodes() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-copy], [data-download], [data-print]");
    if (!button) return;
    if (button.hasAttribute("data-print")) print();
    else if (button.dataset.download) download(button.dataset.file, words(button.dataset.download, "\n"));
    else copy(button);
  });
}

function words(id, between) {
  return [...document.getElementById(id).children].map((part) => part.textContent.trim()).join(between);
}

async function copy(button) {
  const id = button.dataset.copy;
  await navigator.clipboard.writeText(words(id, document.getElementById(id).matches("ul") ? "\n" : ""));
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = button.dataset.copied;
  setTimeout(() => { label.textContent = before; }, SAID);
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAID);
}
