// What the modules share: words in the reader's language, the live region, the CSRF token.
const words = () => document.getElementById("script-words")?.dataset ?? {};

export function word(name, values = {}) {
  return (words()[name] ?? "").replace(/%\((\w+)\)s/g, (_, key) => values[key] ?? "");
}

/** Says a sentence to a screen reader without moving the focus. */
export function say(sentence) {
  const live = document.getElementById("script-live");
  if (!live) return;
  live.textContent = "";
  // A live region speaks only when its text changes after it was emptied.
  setTimeout(() => (live.textContent = sentence), 50);
}

export const csrfToken = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

/** Runs `start` on each match now and in whatever htmx brings later. */
export function each(selector, start) {
  const begin = (root) => {
    if (root.matches?.(selector)) once(root, start);
    root.querySelectorAll?.(selector).forEach((element) => once(element, start));
  };
  const once = (element, run) => {
    element.started ??= new Set();
    if (element.started.has(run)) return;
    element.started.add(run);
    run(element);
  };
  begin(document);
  document.addEventListener("htmx:after:swap", () => begin(document));
}

export const typing = (target) => Boolean(target.closest?.("input:not([type=radio],[type=checkbox]), textarea, select, [contenteditable]"));
