// Drawing a crop on a picture. The canvas has the shape of the picture, so that its sides are the picture's.
import { CropperCanvas, CropperHandle, CropperImage, CropperSelection, CropperShade } from "cropperjs";

for (const element of [CropperCanvas, CropperHandle, CropperImage, CropperSelection, CropperShade]) element.$define();

const CORNERS = ["n", "e", "s", "w", "ne", "nw", "se", "sw"];
const STEP = 1 / 50;
const SLACK = 1;                                         // the canvas tells its sides in whole pixels

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function stage(data) {
  const handles = CORNERS.map((corner) => make("cropper-handle", { action: `${corner}-resize` }));
  const selection = make("cropper-selection", { "aspect-ratio": data.ratio, movable: "", resizable: "", tabindex: "0", role: "group", "aria-label": data.label },
    make("cropper-handle", { action: "move", plain: "" }), ...handles);
  const image = make("cropper-image", { src: data.src, alt: data.alt, "initial-center-size": "contain" });
  const canvas = make("cropper-canvas", {}, image, make("cropper-shade", { hidden: "" }), selection);
  return { canvas, selection };
}

function fit(place, canvas, data) {
  const shape = data.width / data.height;
  const width = Math.min(place.clientWidth - 16, innerHeight * 0.55 * shape, Number(data.width));
  canvas.style.width = `${Math.floor(width)}px`;
  canvas.style.height = `${Math.floor(width) / shape}px`;
}

window.meydanCrop = (form) => {
  const data = form.dataset;
  const place = form.querySelector("[data-crop-stage]");
  const { canvas, selection } = stage(data);
  const field = (name) => form.querySelector(`[name=${name}]`);
  place.replaceChildren(canvas);
  const unit = () => data.width / canvas.clientWidth;
  let typing = true;                                   // until the fields have said where the part lies

  const show = () => {
    const width = Math.min(Number(field("width").value) / unit(), canvas.clientWidth);
    typing = true;
    selection.$change(Number(field("left").value) / unit(), Number(field("top").value) / unit(), width, width / data.ratio, Number(data.ratio));
    typing = false;
  };
  selection.addEventListener("change", (event) => {
    const { x, y, width, height } = event.detail;
    const outside = x < -SLACK || y < -SLACK || x + width > canvas.clientWidth + SLACK || y + height > canvas.clientHeight + SLACK;
    if (outside) return event.preventDefault();
    if (typing) return;
    field("left").value = Math.max(0, Math.round(x * unit()));
    field("top").value = Math.max(0, Math.round(y * unit()));
    field("width").value = Math.max(1, Math.floor(width * unit()));
  });
  selection.addEventListener("keydown", (event) => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
    if (dx === undefined) return;
    event.preventDefault();
    const step = canvas.clientWidth * STEP;
    if (event.shiftKey) {
      const width = selection.width + step * (dx + dy);
      selection.$change(selection.x, selection.y, width, width / data.ratio);
    } else selection.$move(dx * step, dy * step);
  });
  form.addEventListener("input", (event) => { if (["left", "top", "width"].includes(event.target.name)) show(); });
  // The dialog may open later than this runs, and a phone is turned: as soon as there is room, and whenever it changes.
  new ResizeObserver(() => {
    if (!place.clientWidth) return;
    fit(place, canvas, data);
    requestAnimationFrame(show);
  }).observe(place);
};
