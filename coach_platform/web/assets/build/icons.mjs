// The icons named in assets/icons.json, as the inside of a 24 x 24 drawing; the server puts them
// into its pages (`icon('name')`), so that no icon costs a request.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export function readIcons(root, listPath) {
  const icons = {};
  for (const name of JSON.parse(readFileSync(listPath, "utf8"))) {
    const svg = readFileSync(join(root, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
    icons[name] = svg
      .replace(/<!--[\s\S]*?-->/g, "")
      .replace(/^[\s\S]*?<svg[\s\S]*?>/, "")
      .replace(/<\/svg>\s*$/, "")
      .replace(/\s*\n\s*/g, "");
  }
  return icons;
}
