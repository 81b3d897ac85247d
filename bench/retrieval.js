/**
 * Runs queries through the site's own modules: node retrieval.js FOLDER DEPTH, where FOLDER holds
 * the site's assets and queries.json. Prints, for each query, the ids of its best papers and the
 * milliseconds from query to all ranked papers. Each query runs twice and the second run is timed,
 * so that reading files is not.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder = "", depth = "100"] = process.argv.slice(2);
/** @type {typeof import("../generator/assets/js/search/engine.js")} */
const { openEngine } = await import(pathToFileURL(join(folder, "assets/js/search/engine.js")).href);
const read = async (/** @type {string} */ path) => JSON.parse(await readFile(join(folder, path), "utf8"));
/** @type {string[]} */
const queries = await read("queries.json");
const engine = await openEngine((name) => read(join("assets/search", name)));

const list = (/** @type {string} */ q) => engine.list({ q, choices: {}, sort: "relevance" });
for (const query of queries) await list(query);
const answers = [];
for (const query of queries) {
  const started = performance.now();
  const found = await list(query);
  const ms = performance.now() - started;
  const cards = await engine.hits(found.slice(0, Number(depth)));
  answers.push([cards.map(({ id }) => id), ms]);
}
process.stdout.write(JSON.stringify(answers));
