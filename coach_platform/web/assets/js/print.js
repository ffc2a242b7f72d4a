// A page that was opened in order to be printed asks for the printer by itself.
import { each } from "./page.js";

each("[data-print]", () => window.print());
