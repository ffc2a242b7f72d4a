// Cuts the two typefaces down to what English and French need (a first visit stays under 100 kB):
// other letters (a name with "ł") fall back to the system's font through unicode-range.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import subsetFont from "subset-font";

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
export const LETTERS =
  range(0x20, 0x7e) + range(0xa0, 0xff) + "ŒœŸ–—‘’‚“”„•…‹›€™→←↑↓−≥≤✓\u202f\u2009";

const FACES = {
  // Text: weights 400 to 700 on one axis.
  "inter.woff2": ["inter/files/inter-latin-wght-normal.woff2", { min: 400, max: 700, default: 400 }],
  // Headings only, in one weight: 12 kB less than the axis.
  "source-serif.woff2": ["source-serif-4/files/source-serif-4-latin-wght-normal.woff2", 520],
};

export async function subsetFonts(root) {
  const made = {};
  for (const [name, [path, wght]] of Object.entries(FACES)) {
    const source = readFileSync(join(root, "node_modules/@fontsource-variable", path));
    made[name] = await subsetFont(source, LETTERS, { targetFormat: "woff2", variationAxes: { wght } });
  }
  return made;
}
