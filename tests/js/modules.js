/**
 * The browser's modules as the site has them, without comments and indentation and with the vendored lunr.js
 * beside them, and four indexes. They are made by Python: PYTHON names it, else that of the project's environment.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const own = join(ROOT, ".venv/bin/python");
const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");
/**
 * A paper by its record. `values`: dimension to keys; `label`: name or title.
 * @typedef {{id: string, ids: string[], arxiv: string | null, doi: string | null, label: string,
 *   abstract: string | null, place: number, year: number | null, mentioned: number,
 *   values: Record<string, string[]>}} Fact
 */
/** Texts by path. @typedef {Record<string, string>} Files */
/**
 * What scripts do as the build does it.
 * @typedef {{wrapped: Record<string, string[]>, gaps: Record<string, number>}} Twins
 */
/** @type {{twins: Twins, scripts: Files, toy: Files, crowd: Files, lists: Files, meant: Files, papers: Fact[]}} */
const made = JSON.parse(execFileSync(python, [join(ROOT, "tests/js/make.py")],
  { encoding: "utf8", maxBuffer: 1 << 26 }));

const folder = mkdtempSync(join(tmpdir(), "catalogue-js-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "package.json"), '{"type": "module"}');
for (const [path, text] of Object.entries(made.scripts)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** The scripts as the site has them, by path below its root; and what they do as the build does it. */
export const { scripts, twins } = made;

/** @param {string} name */
export const load = (name) => import(pathToFileURL(join(folder, "assets/js", name)).href);

/** The papers of the crowd, in the index's order. */
export const papers = made.papers;

/**
 * Reads the files of an index as the site does: what is read is parsed anew each time.
 * @param {"toy" | "crowd" | "lists" | "meant"} index
 * @param {string[]} [names] gets the name of each file that is read
 * @returns {(name: string) => Promise<any>}
 */
export function reader(index, names = []) {
  return async (name) => {
    names.push(name);
    const text = made[index][`assets/search/${name}`];
    if (text === undefined) throw new Error(`no file ${name}`);
    await new Promise((resolve) => setImmediate(resolve));
    return JSON.parse(text);
  };
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
  "<script>alert(1)</script>", "__proto__", "constructor", "toString", "AND", "OR", "NOT", ")", "-(", "title:",
  "has:code", "area:", "task:ocr", "year:..", "year:2022..", "author:", '"', "“",
  "-", "--", "*", "(", "[", "\\", "%", "%E0%A4%A", "&", "=", "+", ",", "é", "猫", "한국", "\u202e", "\u0301", "\ud800",
  "😀", "\0", "\n",
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
  return [...texts, ...HOSTILE, "x".repeat(10_000), "- ".repeat(5_000), '"'.repeat(10_000), "a-".repeat(5_000),
    "猫".repeat(10_000),
    "word ".repeat(2_000), "(".repeat(10_000), "-(".repeat(5_000), '"a b" '.repeat(1_700), "a OR ".repeat(2_000),
    "NOT ".repeat(2_500),
    "year:2022.. ".repeat(800), "author:a ".repeat(1_000), "اختبار البحث ".repeat(400), "😀".repeat(5_000),
    randomWords(1_200)];
}

/**
 * @param {number} count
 * @returns {string} words that no paper has, each another
 */
function randomWords(count) {
  const random = chance(9);
  return Array.from({ length: count }, () => Math.floor(random() * 36 ** 6).toString(36)).join(" ");
}
