// The private writing page. What is typed is read here for two things only: the file its writer asks for, made on this
// device, and the question whether leaving would lose something. It goes into no request, no storage and no address.
import { each } from "./page.js";

const MINUTE = 60_000;

each("[data-writing]", (root) => {
  const find = (mark) => root.querySelector(`[data-${mark}]`);
  const fields = () => [...root.querySelectorAll("[data-private]")];
  const show = (mark, shown) => (find(mark).hidden = !shown);
  const say = (words) => (find("say").textContent = words);
  let unsaved = false;

  root.addEventListener("input", () => (unsaved = written() !== ""));
  show("without", false);
  show("pace", true);
  show("ending", true);

  // The time: whole minutes, no alarm; it can be paused, and its end is one quiet sentence.
  const minutes = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "minute", unitDisplay: "long" });
  let left = Number(root.dataset.writing) * MINUTE;
  let since = 0;
  let waiting = 0;
  const passed = () => (since ? performance.now() - since : 0);

  function tick() {
    const rest = Math.max(0, left - passed());
    find("clock").textContent = root.dataset.left.replace("{}", minutes.format(Math.ceil(rest / MINUTE)));
    if (rest > 0) return;
    halt();
    show("pace", false);
    say(root.dataset.over);
  }
  function run() {
    since = performance.now();
    waiting = setInterval(tick, 1000);
    buttons({ pause: true });
    tick();
  }
  function halt() {
    left -= passed();
    since = 0;
    clearInterval(waiting);
  }
  function buttons(shown) {
    for (const mark of ["start", "pause", "go-on"]) show(mark, shown[mark] ?? false);
    if (root.contains(document.activeElement) || document.activeElement === document.body) fields()[0].focus();
  }
  find("start").addEventListener("click", run);
  find("go-on").addEventListener("click", run);
  find("pause").addEventListener("click", () => {
    halt();
    buttons({ "go-on": true });
    tick();
  });

  // A file made in this browser. A download from a blob: address is no request, and the strict policy has no word in it.
  find("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([written()], { type: "text/plain;charset=utf-8" }));
    link.download = root.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), MINUTE);
    unsaved = false;
    say(root.dataset.saved);
  });

  function written() {
    return fields().map((field) => field.value.trim()).filter(Boolean).join("\n\n");
  }
  // Fresh fields, so that not even the browser's own "undo" brings it back.
  function forget() {
    for (const field of fields()) {
      const fresh = field.cloneNode(false);
      fresh.value = "";
      field.replaceWith(fresh);
    }
    unsaved = false;
  }

  function ask(open) {
    show("sure", open);
    find("let-go").setAttribute("aria-expanded", String(open));
    (open ? find("gone-for-good") : fields()[0]).focus();
  }
  find("let-go").addEventListener("click", () => ask(find("sure").hidden));
  find("keep").addEventListener("click", () => ask(false));
  find("gone-for-good").addEventListener("click", () => {
    forget();
    ask(false);
    say(root.dataset.gone);
  });

  window.addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
  // Whoever comes back by the back button, and whoever sits here next, finds an empty page.
  window.addEventListener("pagehide", forget);
});
