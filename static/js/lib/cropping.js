// Crops: the tool for drawing them is a bundle of its own, fetched when the first crop is opened.
let fetched = null;

function fetchTool(address) {
  fetched ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  return fetched;
}

async function open() {
  for (const form of document.querySelectorAll("form[data-crop]:not([data-ready])")) {
    form.dataset.ready = "";
    await fetchTool(form.dataset.cropScript);
    window.meydanCrop(form);
  }
}

export function watchCrops() {
  document.addEventListener("htmx:after:settle", open);
  open();
}
