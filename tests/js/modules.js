/**
 * The browser's modules as the site has them, with the vendored lunr.js beside them, and a toy
 * index. Both are made by Python: PYTHON names it, else that of the project's environment.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const own = join(ROOT, ".venv/bin/python");
const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");
/** @type {{vendor: Record<string, string>, index: Record<string, string>}} */
const made = JSON.parse(execFileSync(python, [join(ROOT, "tests/js/make.py")], { encoding: "utf8" }));

const folder = mkdtempSync(join(tmpdir(), "catalogue-js-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
cpSync(join(ROOT, "generator/assets/js"), join(folder, "assets/js"), { recursive: true });
writeFileSync(join(folder, "package.json"), '{"type": "module"}');
for (const [path, text] of Object.entries(made.vendor)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** @param {string} name */
export const load = (name) => import(pathToFileURL(join(folder, "assets/js", name)).href);

/** The files of the toy index: head, papers and terms, fresh at each call. */
export function toyFiles() {
  const file = (/** @type {string} */ name) => JSON.parse(made.index[`assets/search/${name}`] ?? "");
  const head = file("index.json");
  return { head, papers: file(head.files.papers), terms: file(head.files.terms) };
}

/**
 * Random numbers that are the same in every run (mulberry32).
 * @param {number} seed
 * @returns {() => number} from 0 to below 1
 */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const HOSTILE = [
  "<script>alert(1)</script>", "__proto__", "constructor", "area:", "task:ocr", "year:..", "year:2022..", "author:", '"', "“",
  "-", "--", "*", "(", "[", "\\", "%", "%E0%A4%A", "&", "=", "+", ",", "é", "猫", "한국", "\u202e", "\u0301", "\ud800", "😀", "\0", "\n",
  "the", "llava", "st", "grounding", "1.5", "4,338", "'s", "fine-grained", " ", "  ",
];

/**
 * Hostile texts: operators alone, unclosed quotes, half characters, right-to-left, long ones.
 * @param {number} count
 * @returns {string[]}
 */
export function hostileTexts(count) {
  const random = chance(7);
  const texts = Array.from({ length: count }, () =>
    Array.from({ length: Math.floor(random() * 8) }, () => HOSTILE[Math.floor(random() * HOSTILE.length)]).join(
      random() < 0.5 ? "" : " ",
    ),
  );
  return [...texts, ...HOSTILE, "x".repeat(10_000), "- ".repeat(5_000), '"'.repeat(10_000), "a-".repeat(5_000), "猫".repeat(10_000)];
}
