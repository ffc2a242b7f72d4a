// <button data-print hidden>: prints the page. <p data-print-now>: this page was opened in order to be printed.
// <div data-print-of="notes">: on paper, what stands in that field now.
import { each } from "./page.js";

each("button[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
each("[data-print-now]", () => window.print());

window.addEventListener("beforeprint", () => {
  for (const place of document.querySelectorAll("[data-print-of]")) {
    const text = document.querySelector(`textarea[name="${place.dataset.printOf}"]`)?.value.trim() ?? "";
    place.querySelector("p").textContent = text;
    place.hidden = !text;
  }
});
