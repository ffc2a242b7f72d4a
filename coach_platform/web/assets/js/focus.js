// After a swap the focus must be somewhere that makes sense, and a screen reader must hear that something happened.
import { say, word } from "./page.js";

const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

document.addEventListener("htmx:after:swap", (event) => {
  const wanted = document.querySelector("[data-focus]:not([data-focused]), [aria-invalid='true']:not([data-focused])");
  if (wanted) {
    wanted.dataset.focused = "";
    if (!wanted.matches("a, button, input, select, textarea, summary")) wanted.tabIndex = -1;
    wanted.focus();
  } else if (document.activeElement === document.body) {
    // What had the focus is gone: stay where it was on the page, not at its top.
    const place = event.target.closest?.("li, section, article") ?? document.getElementById("main");
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
  say(document.querySelector("[data-say]")?.dataset.say ?? word("swapped"));
});

for (const failure of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(failure, () => say(word("failed")));
}
