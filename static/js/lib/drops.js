// A drop target ([data-file-drop] around a file input) lights up under files and names what was chosen.

export function watchDrops() {
  for (const [kind, isOver] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(kind, (event) => event.target.closest?.("[data-file-drop]")?.toggleAttribute("data-over", isOver));
  }
  document.addEventListener("change", (event) => {
    const box = event.target.files && event.target.closest("[data-file-drop]");
    if (box) box.querySelector("[data-file-names]").textContent = [...event.target.files].map((file) => file.name).join(", ");
  });
}
