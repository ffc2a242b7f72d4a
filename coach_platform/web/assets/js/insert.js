// A snippet or a guide that was chosen under a comment: its words come from the server and go where the cursor was.
import { say, word } from "./page.js";

export async function putIn(input, { insert }) {
  const box = document.getElementById(input.dataset.suggestInto);
  if (!box) return;
  try {
    const response = await fetch(insert, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.status);
    const { text, gap } = await response.json();
    input.value = "";
    write(box, text, gap);
    say(word("putin"));
  } catch {
    say(word("failed"));
  }
}

/** At the cursor, with a space before it where words would run together; then the first gap is chosen, to be written over. */
function write(box, text, gap) {
  const at = box.selectionStart;
  const before = at && !/\s$/.test(box.value.slice(0, at)) ? " " : "";
  box.focus();
  box.setRangeText(before + text, at, box.selectionEnd, "end");
  const hole = gap ? box.value.indexOf(gap, at) : -1;
  if (hole >= 0) box.setSelectionRange(hole, hole + gap.length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
