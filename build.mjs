// Builds the front end: coach_platform/web/assets -> coach_platform/web/static (git-ignored).
// Every file gets a hash in its name, so that browsers may keep it for ever; manifest.json tells the
// server which name is current and carries the icons that templates draw inline.
import * as esbuild from "esbuild";
import { createHash } from "node:crypto";
import { constants, brotliCompressSync, gzipSync } from "node:zlib";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { subsetFonts } from "./coach_platform/web/assets/build/fonts.mjs";
import { readIcons } from "./coach_platform/web/assets/build/icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "coach_platform/web/assets");
const target = join(here, "coach_platform/web/static");
const COMPRESSED = new Set([".css", ".js", ".svg"]); // woff2 is compressed already

async function build() {
  const work = `${target}.new`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });

  const files = {};
  const fonts = await subsetFonts(here);
  for (const [name, bytes] of Object.entries(fonts)) files[name] = keep(work, name, bytes);
  for (const name of readdirSync(join(assets, "img"))) {
    files[name] = keep(work, name, readFileSync(join(assets, "img", name)));
  }
  for (const [entry, bytes] of await bundle(files)) files[entry] = keep(work, entry, bytes);

  compress(work);
  const manifest = { files, icons: readIcons(here, join(assets, "icons.json")) };
  writeFileSync(join(work, "manifest.json"), JSON.stringify(manifest, null, 1));
  // The old folder goes only when the new one is whole: a failed build leaves a working site.
  rmSync(target, { recursive: true, force: true });
  renameSync(work, target);
  report(files);
}

/** One stylesheet and one script; `/static/NAME` inside the styles becomes the hashed name. */
async function bundle(files) {
  const result = await esbuild.build({
    entryPoints: [join(assets, "css/app.css"), join(assets, "js/app.js")],
    outdir: "out",
    entryNames: "[name]",
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022", "chrome111", "firefox115", "safari16.4"],
    external: ["asset:*"],
    legalComments: "none",
    write: false,
    logLevel: "warning",
  });
  return result.outputFiles.map((file) => {
    const text = file.text.replace(/asset:([\w.-]+)/g, (_, name) => {
      if (!files[name]) throw new Error(`styles ask for ${name}, which is not built`);
      return files[name];
    });
    return [basename(file.path), Buffer.from(text)];
  });
}

/** Writes the file under a name that carries its content's hash; returns that name. */
function keep(folder, name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const ext = extname(name);
  const hashed = `${basename(name, ext)}-${hash}${ext}`;
  writeFileSync(join(folder, hashed), bytes);
  return hashed;
}

/** Compresses once here, so that no request has to. */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    if (!COMPRESSED.has(extname(name))) continue;
    const bytes = readFileSync(join(folder, name));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, quality));
  }
}

function report(files) {
  for (const [name, hashed] of Object.entries(files)) {
    const path = join(target, hashed);
    const sent = COMPRESSED.has(extname(name)) ? `${path}.br` : path;
    console.log(`  ${name.padEnd(22)} ${(readFileSync(sent).length / 1000).toFixed(1)} kB as sent`);
  }
}

await build();
if (process.argv.includes("--watch")) {
  let timer;
  watch(assets, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => build().catch((error) => console.error(error.message)), 80);
  });
}
