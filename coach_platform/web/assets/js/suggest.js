// <input data-suggest="URL">: what exists already, while one types. A combobox as the ARIA guide has it.
import { putIn } from "./insert.js";
import { each, say, word } from "./page.js";

const PAUSE = 150; // ms
let count = 0;

class Suggest {
  constructor(input) {
    this.input = input;
    this.found = [];
    this.at = -1;
    this.list = Object.assign(document.createElement("ul"), { className: "suggest-list", id: `suggest-${++count}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() ?? "");
    this.dress();
    // What is only searched for is no part of what the form around it keeps.
    const only = Boolean(input.dataset.suggestInto);
    input.addEventListener("input", (event) => {
      if (only) event.stopPropagation();
      this.later();
    });
    if (only) input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    this.list.addEventListener("click", (event) => this.choose([...this.list.children].indexOf(event.target.closest("li"))));
  }

  dress() {
    const box = Object.assign(document.createElement("div"), { className: "suggest" });
    this.input.replaceWith(box);
    box.append(this.input, this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list", autocomplete: "off" })) {
      this.input.setAttribute(name, value);
    }
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.input.value.trim();
    if (typed.length < 2) return this.close();
    this.request?.abort();
    const mine = (this.request = new AbortController());
    const url = new URL(this.input.dataset.suggest, location.href);
    url.searchParams.set("q", typed);
    try {
      const response = await fetch(url, { signal: mine.signal, headers: { Accept: "application/json" } });
      if (response.ok) this.show(await response.json());
    } catch {
      if (this.request === mine) this.close(); // no network: the field works without. A newer question goes on.
    }
  }

  show(found) {
    if (document.activeElement !== this.input) return;
    const chosen = JSON.stringify(this.found[this.at]);
    this.found = found;
    this.at = -1;
    this.list.replaceChildren(...found.map((one, i) => this.option(one, i)));
    this.open(found.length > 0);
    // An answer that comes late does not take away what the arrows had reached.
    const again = chosen ? found.findIndex((one) => JSON.stringify(one) === chosen) : -1;
    if (again >= 0) this.move(again);
    // Where one only puts in what exists, nothing new begins.
    say(found.length ? word("found", { n: found.length }) : word(this.input.dataset.suggestInto ? "nothing" : "none"));
  }

  option({ label, hint }, i) {
    const item = Object.assign(document.createElement("li"), { id: `${this.list.id}-${i}` });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(Object.assign(document.createElement("span"), { textContent: label }));
    if (hint) item.append(Object.assign(document.createElement("span"), { textContent: hint, className: "soft" }));
    return item;
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      this.open(true);
      this.move((this.at + step + this.found.length) % this.found.length);
    } else if (event.key === "Enter" && this.at >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  move(to) {
    this.at = to;
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === to)));
    this.list.children[to].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.list.children[to].id);
  }

  /** An option opens what exists already (url), is put into what one writes (insert), or fills the fields of this form (fill). */
  choose(i) {
    const one = this.found[i];
    if (!one) return;
    if (one.url) return location.assign(one.url);
    if (one.insert) {
      this.close();
      return putIn(this.input, one);
    }
    this.input.value = one.label;
    for (const [name, value] of Object.entries(one.fill ?? {})) {
      const field = this.input.form?.elements[name];
      if (field) field.value = value;
    }
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  open(yes) {
    this.list.hidden = !yes;
    this.input.setAttribute("aria-expanded", String(yes));
    if (!yes) this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.open(false);
  }
}

each("input[data-suggest]", (input) => new Suggest(input));
