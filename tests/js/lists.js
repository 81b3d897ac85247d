/**
 * All papers of a survey in every format, and what the lists give when they come back in:
 * node lists.js FOLDER, where FOLDER holds the site's assets, and titles.json with further titles
 * to write. Prints JSON.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = join(process.argv[2] ?? "", "assets");
const load = (/** @type {string} */ name) => import(pathToFileURL(join(folder, "js", name)).href);

/** @type {typeof import("../../generator/assets/js/search/engine.js")} */
const { openEngine } = await load("search/engine.js");
/** @type {typeof import("../../generator/assets/js/lists/collect.js")} */
const { collect } = await load("lists/collect.js");
/** @type {typeof import("../../generator/assets/js/lists/publication.js")} */
const { asPublication } = await load("lists/publication.js");
/** @type {typeof import("../../generator/assets/js/lists/export_formats.js")} */
const { FORMATS } = await load("lists/export_formats.js");
/** @type {typeof import("../../generator/assets/js/lists/import_formats.js")} */
const { parseList } = await load("lists/import_formats.js");
/** @type {typeof import("../../generator/assets/js/lists/import_match.js")} */
const { matchList } = await load("lists/import_match.js");

const engine = await openEngine(async (name) => JSON.parse(readFileSync(join(folder, "search", name), "utf8")));
/** @type {any} */
const client = engine;
const all = await client.list({ q: "", choices: {}, sort: "name" });
const publications = await collect(client, all);
/** @type {Record<string, {text: string, ids: string[], unknown: string[]}>} */
const lists = {};
for (const format of FORMATS) {
  const text = format.write(publications);
  const { ids, unknown } = await matchList(parseList(text).entries, client);
  lists[format.key] = { text, ids, unknown };
}
// Lists of others have keys of their own, or none: titles, and numbers that arXiv gave.
const titles = publications.slice(0, 40).map(({ title }) => `- ${title.toUpperCase()}`).join("\n");
const numbers = publications.map(({ arxiv }) => arxiv && `https://arxiv.org/abs/${arxiv}v9`).filter(Boolean).join("\n");
for (const [key, text] of [["titles", titles], ["numbers", numbers]]) {
  const { ids, unknown } = await matchList(parseList(text ?? "").entries, client);
  lists[key ?? ""] = { text: text ?? "", ids, unknown };
}
/** @type {string[]} */
const further = JSON.parse(readFileSync(join(folder, "../titles.json"), "utf8"));
const made = further.map((title, at) =>
  asPublication(
    { .../** @type {any} */ ({ authors: [title], values: {} }), id: `p${at}`, title, venue: title },
    /** @type {any} */ ({}),
    [],
    "https://survey.example/",
  ),
);
const written = Object.fromEntries(FORMATS.map((format) => [format.key, format.write(made)]));
process.stdout.write(JSON.stringify({ ids: publications.map(({ id }) => id), lists, further: written }));
