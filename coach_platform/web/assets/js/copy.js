// <button data-copy="ID">: puts the text of that field on the clipboard. Without scripts the button is not there: the field is selected by hand.
import { say } from "./page.js";

document.documentElement.classList.add("scripts");

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  const source = button && document.getElementById(button.dataset.copy);
  if (!source) return;
  source.focus();
  source.select();
  try {
    await navigator.clipboard.writeText(source.value);
  } catch {
    return; // not allowed here: it is selected, one key copies it
  }
  button.querySelector("span").textContent = button.dataset.copied;
  say(button.dataset.copied);
});
