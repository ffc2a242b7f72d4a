// data-key="l" on a link or button: that key presses it. data-list-keys on a list: j and k walk it. "?" lists the keys.
import { each, typing, word } from "./page.js";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") return show(event);
  if (walk(event)) return;
  const pressed = withKey().find((element) => element.dataset.key === event.key);
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
  // A menu that a key opens is gone through with the keyboard.
  if (pressed.matches("summary")) pressed.parentElement.querySelector("button, a")?.focus();
});

each("[data-show-keys]", (button) => {
  button.hidden = false;
  button.addEventListener("click", show);
});

/** Those that can be seen; inside a list only those of the item that has the focus. */
function withKey(item = document.activeElement?.closest("[data-list-keys] > *")) {
  return [...document.querySelectorAll("[data-key]")].filter((element) => {
    const home = element.closest("[data-list-keys] > *");
    return element.checkVisibility() && (!home || home === item);
  });
}

function walk(event) {
  const step = { j: 1, k: -1 }[event.key];
  const list = step && document.querySelector("[data-list-keys]");
  if (!list) return false;
  const items = [...(list.querySelector("tbody") ?? list).children]; // of a table its rows
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const next = items[Math.max(0, Math.min(items.length - 1, here + step))];
  (next?.querySelector("[data-open]") ?? next?.querySelector("a, button, input"))?.focus();
  event.preventDefault();
  return true;
}

function show(event) {
  event.preventDefault();
  const dialog = document.createElement("dialog");
  const title = Object.assign(document.createElement("h2"), { textContent: word("keys"), id: "keys-title" });
  const list = Object.assign(document.createElement("dl"), { className: "keys" });
  const here = document.activeElement?.closest("[data-list-keys] > *") ?? document.querySelector("[data-list-keys] > *");
  const seen = new Map(withKey(here).map((element) => [element.dataset.key, label(element)]));
  if (document.querySelector("[data-list-keys]")) seen.set("j k", word("walk"));
  seen.set("?", word("help"));
  for (const [key, text] of seen) {
    const term = document.createElement("dt");
    for (const one of key.split(" ")) term.append(Object.assign(document.createElement("kbd"), { textContent: one }), " ");
    list.append(term, Object.assign(document.createElement("dd"), { textContent: text }));
  }
  const close = Object.assign(document.createElement("button"), { className: "button quiet", textContent: word("close") });
  close.addEventListener("click", () => dialog.close());
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, list, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const label = (element) => element.dataset.keyLabel || element.textContent.trim();
