// A coach's queue (data-queue): lines open in place, go when they are done, and the focus stays where the work is.
import { each } from "./page.js";

let writing = ""; // the line whose field gets the focus once it is there

// Before htmx hears of it: what is open already is closed, or its field gets the focus, without asking again.
document.addEventListener(
  "click",
  (event) => {
    const pressed = event.target.closest?.("[data-queue] [data-open], [data-queue] [data-word]");
    const line = pressed?.closest("[data-queue] > li");
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const opened = line.querySelector(".opened");
    const field = opened.querySelector("textarea[name=body]");
    if (pressed.matches("[data-word]")) {
      writing = field ? "" : line.id;
      if (!field) return;
      field.focus();
    } else {
      writing = "";
      if (!opened.querySelector("[data-opened]")) return;
      opened.replaceChildren();
      mark(line);
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

document.addEventListener("htmx:after:swap", () => {
  for (const line of document.querySelectorAll("[data-queue] > li")) mark(line);
  const line = writing && document.getElementById(writing);
  if (!line) return;
  writing = "";
  (line.querySelector("textarea[name=body]") ?? line.querySelector("[data-open]"))?.focus();
});

each("[data-queue] .opened select[name=to]", (select) => select.focus());

each("[data-queue]", (list) => {
  const back = location.hash.startsWith("#line-") && document.getElementById(location.hash.slice(1));
  // After the browser has gone to the fragment itself: that takes the focus away from wherever it was.
  if (back) window.addEventListener("load", () => setTimeout(() => back.querySelector("[data-open]")?.focus()));
  new MutationObserver((changes) => {
    const gone = changes.flatMap((change) => [...change.removedNodes].filter((node) => node.id).map((node) => [node, change]));
    if (!gone.length) return;
    count(list);
    const [line, change] = gone.at(-1);
    const next = document.getElementById(line.id) ?? beside(change, list);
    (next?.querySelector("[data-open]") ?? heading())?.focus();
  }).observe(list, { childList: true });
});

/** The line that took the place of one that went. */
function beside(change, list) {
  let next = change.nextSibling;
  while (next && next.nodeType !== Node.ELEMENT_NODE) next = next.nextSibling;
  return next?.isConnected ? next : list.lastElementChild;
}

function heading() {
  const found = document.getElementById("queue-count");
  if (found) found.tabIndex = -1;
  return found;
}

/** The heading and the title say how many are left, in words the server made. */
function count(list) {
  const { title, titleNone, one, many, none } = list.dataset;
  const n = list.children.length;
  document.title = n ? title.replace("%(n)s", n) : titleNone;
  const said = document.getElementById("queue-count");
  if (said) said.textContent = { 0: none, 1: one }[n] ?? many.replace(/1\D?000/, n);
}

function mark(line) {
  line.querySelector("[data-open]")?.setAttribute("aria-expanded", String(Boolean(line.querySelector("[data-opened]"))));
}
