// Everything here makes a page quicker or safer; no page needs it. One module, one habit.
import "./htmx.js";
import "./autosave.js";
import "./copy.js";
import "./focus.js";
import "./guard.js";
import "./keys.js";
import "./menus.js";
import "./passkeys.js";
import "./print.js";
import "./queue.js";
import "./suggest.js";
import "./theme.js";
import "./timer.js";
import "./writing.js";
import "./zone.js";
