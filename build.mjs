// Builds the front end into static/dist: stylesheet, scripts, icon sprite, fonts, drawings.
// The finished folder replaces the old one at the end, so that a failed build leaves what was there.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { build } from "esbuild";

const ROOT = dirname(fileURLToPath(import.meta.url));
const NODE_MODULES = join(ROOT, "node_modules");
const DIST = join(ROOT, "static", "dist");
const FRESH = join(NODE_MODULES, `.dist-${process.pid}`);
const FIRUZE = [0x00, 0x60, 0x72];

const problems = [];

function filesBelow(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

// --- Stylesheet ---------------------------------------------------------------------------------------------------
function stylesheet() {
  const words = ["-i", join(ROOT, "static", "css", "app.css"), "-o", join(FRESH, "app.css"), "--minify"];
  const cli = join(NODE_MODULES, "@tailwindcss", "cli", "dist", "index.mjs");
  return new Promise((resolve, reject) => {
    const tailwind = spawn(process.execPath, [cli, ...words], { cwd: ROOT, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    tailwind.stderr.on("data", (part) => { said += part; });
    tailwind.on("close", (code) => (code ? reject(new Error(`tailwind: ${said}`)) : resolve()));
  });
}

// --- Scripts: each file directly in static/js is one bundle -------------------------------------------------------
function scripts() {
  const entries = readdirSync(join(ROOT, "static", "js")).filter((name) => name.endsWith(".js"));
  return build({
    entryPoints: entries.map((name) => join(ROOT, "static", "js", name)),
    outdir: FRESH, bundle: true, minify: true, format: "iife", target: "es2022", legalComments: "none", logLevel: "error",
  });
}

// --- Icons: only those that templates or static/icons.txt name ----------------------------------------------------
const NAMED = /(?:\bicon|components\/icon\.html"\s+with\s+name)\s*=\s*["']([a-z][\w-]*)["']/g;
const USED = /<use href="[^"#]*(?:\{%.*?%\})?[^"#]*#((?:\{\{.*?\}\}|\{%.*?%\}|[\w-])+)"/g;

// The names in an address such as …#{% if a %}house{% else %}{{ icon|default:'clock' }}{% endif %}; "n-" alone begins a network's mark.
function namesInAddress(address) {
  const fixed = address.split(/\{\{.*?\}\}|\{%.*?%\}/).filter((name) => name && !name.endsWith("-"));
  const defaults = [...address.matchAll(/default:'([a-z][\w-]*)'/g)].map(([, name]) => name);
  return [...fixed, ...defaults];
}

function iconNames() {
  const used = new Map();
  for (const file of filesBelow(join(ROOT, "templates"), ".html")) {
    const text = readFileSync(file, "utf8");
    for (const [, name] of text.matchAll(NAMED)) used.set(name, file);
    for (const [, address] of text.matchAll(USED)) for (const name of namesInAddress(address)) used.set(name, file);
  }
  const list = readFileSync(join(ROOT, "static", "icons.txt"), "utf8");
  for (const line of list.split("\n")) {
    const name = line.replace(/#.*/, "").trim();
    if (name) used.set(name, "static/icons.txt");
  }
  return used;
}

function symbol(name, where) {
  // n-… is a network's mark; everything else is a Lucide icon. Both share grid and stroke.
  const file = name.startsWith("n-")
    ? join(NODE_MODULES, "@tabler", "icons", "icons", "outline", `brand-${name.slice(2)}.svg`)
    : join(NODE_MODULES, "lucide-static", "icons", `${name}.svg`);
  if (!existsSync(file)) {
    problems.push(`no icon is called “${name}” (${where})`);
    return "";
  }
  const drawing = readFileSync(file, "utf8").replace(/<!--.*?-->/gs, "").match(/<svg[^>]*>(.*)<\/svg>/s)[1];
  const lines = drawing.replace(/\s+/g, " ").replace(/> </g, "><").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">${lines}</symbol>`;
}

function sprite() {
  const symbols = [...iconNames()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, where]) => symbol(name, where));
  writeFileSync(join(FRESH, "sprite.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`);
}

// --- Fonts and drawings -------------------------------------------------------------------------------------------
function fonts() {
  const family = join(NODE_MODULES, "@fontsource-variable", "reddit-sans", "files");
  mkdirSync(join(FRESH, "files"));
  for (const name of readdirSync(family).filter((file) => file.endsWith("-normal.woff2"))) {
    cpSync(join(family, name), join(FRESH, "files", name));
  }
}

function drawings() {
  cpSync(join(ROOT, "static", "art"), join(FRESH, "art"), { recursive: true });
  renameSync(join(FRESH, "art", "favicon.svg"), join(FRESH, "favicon.svg"));
  writeFileSync(join(FRESH, "apple-touch-icon.png"), touchIcon(180));
}

// Four squares on paper, the last one full: the mark, painted pixel by pixel for systems that want a PNG.
function touchIcon(size) {
  const rows = Buffer.alloc(size * (size * 3 + 1), 0xff);
  const unit = size / 24;
  for (let y = 0; y < size; y += 1) {
    rows[y * (size * 3 + 1)] = 0;
    for (let x = 0; x < size; x += 1) {
      const [column, row] = [x / unit, y / unit].map((at) => (at >= 4 && at < 11 ? 0 : at >= 13 && at < 20 ? 1 : -1));
      if (column < 0 || row < 0) continue;
      const strength = column && row ? 1 : 0.35;
      FIRUZE.forEach((colour, i) => { rows[y * (size * 3 + 1) + 1 + x * 3 + i] = Math.round(255 - (255 - colour) * strength); });
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2], 8);
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([start, pngChunk("IHDR", header), pngChunk("IDAT", deflateSync(rows)), pngChunk("IEND", Buffer.alloc(0))]);
}

function pngChunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

// CRC-32 as PNG defines it (polynomial 0xEDB88320, reflected).
function crc32(bytes) {
  let rest = ~0;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

// --- All of it ----------------------------------------------------------------------------------------------------
function replaceDist() {
  const old = `${FRESH}-old`;
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(FRESH, DIST);
  rmSync(old, { recursive: true, force: true });
}

rmSync(FRESH, { recursive: true, force: true });
mkdirSync(FRESH);
try {
  const slow = [stylesheet(), scripts()];
  sprite();
  fonts();
  drawings();
  await Promise.all(slow);
  replaceDist();
} catch (error) {
  problems.push(error.message);
} finally {
  rmSync(FRESH, { recursive: true, force: true });
}
for (const problem of problems) console.error(`build: ${problem}`);
process.exitCode = problems.length ? 1 : 0;
