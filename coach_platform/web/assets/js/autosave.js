// <form data-autosave="URL">: what is typed is kept on the server as a draft, so that a closed tab loses nothing.
import { csrfToken, each, say, word } from "./page.js";

const PAUSE = 800; // ms after the last key: a sentence, not each letter
const RETRY = [2_000, 5_000, 15_000, 30_000]; // ms; the last one repeats while the network is away
const CONFLICT = 409;
const SIGNED_OUT = [401, 403];

class Autosave {
  constructor(form) {
    this.form = form;
    this.edits = 0; // how many changes were made
    this.kept = 0; // how many of them the server has
    this.failures = 0;
    form.addEventListener("input", (event) => this.changed(event.target));
    form.addEventListener("change", (event) => this.changed(event.target));
    form.addEventListener("submit", () => this.leave());
    window.addEventListener("online", () => this.unsaved && this.save());
    window.addEventListener("beforeunload", (event) => this.unsaved && this.form.isConnected && event.preventDefault());
    // A phone may end a hidden page without a word: this is the last moment that is certain.
    document.addEventListener("visibilitychange", () => document.hidden && this.unsaved && this.save());
  }

  get unsaved() {
    return !this.stopped && this.edits > this.kept;
  }

  changed(control) {
    if (this.stopped) return;
    this.near(control);
    this.edits += 1;
    this.wait(PAUSE);
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  /** One request at a time: the next one carries the revision that this one brings back. */
  async save() {
    clearTimeout(this.timer);
    if (this.busy || !this.unsaved) return;
    this.busy = true;
    const upTo = this.edits;
    this.show("saving", word("saving"));
    try {
      await this.read(await this.send(), upTo);
    } catch {
      this.again();
    } finally {
      this.busy = false;
    }
    if (this.unsaved && !this.failures) this.wait(PAUSE);
  }

  send() {
    return fetch(this.form.dataset.autosave, {
      method: "POST",
      body: new URLSearchParams(new FormData(this.form)),
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      keepalive: document.hidden, // outlives the page it is sent from
      redirect: "manual",
    });
  }

  async read(response, upTo) {
    if (response.status === CONFLICT) return this.conflict((await response.json()).url);
    if (SIGNED_OUT.includes(response.status) || response.type === "opaqueredirect") return this.stop("unsaved", word("signin"));
    if (!response.ok) throw new Error(String(response.status));
    const { revision, errors = {}, parts = {} } = await response.json();
    this.form.elements.revision.value = revision;
    this.kept = upTo;
    this.failures = 0;
    this.errors(errors);
    this.parts(parts);
    this.show("saved", word("saved"));
  }

  /** Pieces of the page that follow what is typed (a preview, hints): {id: html}, made and escaped by the server. */
  parts(found) {
    for (const [id, html] of Object.entries(found)) {
      const place = document.getElementById(id);
      if (place && !place.contains(document.activeElement)) place.innerHTML = html;
    }
  }

  again() {
    const pause = RETRY[Math.min(this.failures, RETRY.length - 1)];
    this.failures += 1;
    this.show("unsaved", word("unsaved"));
    this.wait(pause);
  }

  /** Another tab was here: nothing is overwritten, both versions are shown on a page of their own. */
  conflict(url) {
    this.stop("unsaved", word("conflict"));
    const link = Object.assign(document.createElement("a"), { href: url, textContent: word("both") });
    this.state.append(" ", link);
  }

  stop(state, sentence) {
    this.show(state, sentence);
    this.stopped = true;
  }

  /** The form's own button was pressed: it sends everything, so there is nothing left to warn about. */
  leave() {
    clearTimeout(this.timer);
    this.stopped = true;
  }

  show(state, sentence) {
    this.state.dataset.state = state;
    if (this.state.textContent === sentence) return;
    this.state.textContent = sentence;
    // The sign moves about, and a live region that moves is not heard everywhere: the page's own one speaks.
    if (state !== "saving") say(sentence);
  }

  /** The sign stands at the field it speaks of: at the end of a long form nobody sees it. */
  near(control) {
    const place = control.closest?.(".field, .scale");
    if (!place || place === this.state.parentElement) return;
    this.state.textContent = "";
    place.append(this.state);
  }

  get state() {
    return this.form.querySelector("[data-saved-state]");
  }

  errors(found) {
    for (const place of this.form.querySelectorAll("[data-error-for]")) {
      const sentence = found[place.dataset.errorFor] ?? "";
      if (place.textContent !== sentence) place.textContent = sentence;
      const control = document.getElementById(place.dataset.errorFor);
      if (control?.matches(".input")) mark(control, place.id, sentence);
    }
  }
}

function mark(control, errorId, sentence) {
  const described = new Set((control.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean));
  if (sentence) {
    control.setAttribute("aria-invalid", "true");
    described.add(errorId);
  } else {
    control.removeAttribute("aria-invalid");
    described.delete(errorId);
  }
  if (described.size) control.setAttribute("aria-describedby", [...described].join(" "));
  else control.removeAttribute("aria-describedby");
}

each("form[data-autosave]", (form) => new Autosave(form));
