// <div data-timer hidden>: a stopwatch for saying an answer aloud. The seconds go into the form's field `seconds`.
import { each, say } from "./page.js";

const TICK = 250; // ms: a second never shows late by more than that

class Timer {
  constructor(place) {
    this.place = place;
    this.shown = place.querySelector("[data-timer-time]");
    this.button = place.querySelector("button[data-timer-start]");
    this.field = place.closest("form")?.elements.seconds;
    this.goal = Number(place.dataset.goal);
    this.ran = 0; // ms before the last start
    this.button.addEventListener("click", () => (this.started ? this.pause() : this.start()));
    place.querySelector("button[data-timer-reset]").addEventListener("click", () => this.reset());
    place.hidden = false;
    this.draw();
  }

  get milliseconds() {
    return this.ran + (this.started ? performance.now() - this.started : 0);
  }

  start() {
    this.started = performance.now();
    this.clock = setInterval(() => this.draw(), TICK);
    this.word("pause");
  }

  pause() {
    this.ran = this.milliseconds;
    this.started = 0;
    clearInterval(this.clock);
    this.word("goOn");
    this.draw();
  }

  reset() {
    this.pause();
    this.ran = 0;
    this.told = false;
    this.word("start");
    this.draw();
  }

  word(name) {
    this.button.lastChild.textContent = this.place.dataset[name];
  }

  draw() {
    const seconds = Math.floor(this.milliseconds / 1000);
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (this.shown.textContent !== text) this.shown.textContent = text;
    if (this.field && seconds) this.field.value = seconds;
    // Said once, not each second: whoever speaks must not be spoken over.
    if (this.started && seconds >= this.goal && !this.told) {
      this.told = true;
      say(this.place.dataset.reached);
    }
    this.place.classList.toggle("over", seconds >= this.goal);
  }
}

each("[data-timer]", (place) => new Timer(place));
