/**
 * Answers one question of the Python tests: node answer.js QUESTION FOLDER, where FOLDER holds
 * the site's assets and question.json. Prints JSON.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [question = "", folder = ""] = process.argv.slice(2);
const data = JSON.parse(readFileSync(join(folder, "question.json"), "utf8"));
const load = (/** @type {string} */ name) => import(pathToFileURL(join(folder, "assets/js", name)).href);

/** @type {typeof import("../../generator/assets/js/tokens.js")} */
const { plain, terms, words } = await load("tokens.js");
/** @type {typeof import("../../generator/assets/js/query.js")} */
const { parse } = await load("query.js");
/** @type {typeof import("../../generator/assets/js/index.js")} */
const { openIndex } = await load("index.js");
/** @type {typeof import("../../generator/assets/js/rank.js")} */
const { search } = await load("rank.js");

/** @param {string} text */
function tokens(text) {
  const codePoints = (/** @type {number} */ end) => [...text.slice(0, end)].length;
  const found = words(text, { query: true, stops: false }).map((word) => {
    const { start, end, terms: own, joined, last, whole } = word;
    return [codePoints(start), codePoints(end), own, joined, last, whole];
  });
  return [terms(text), found, plain(text)];
}

/** @param {string} text */
function query(text) {
  const vocabulary = new Map(Object.entries(data.vocabulary).map(([key, titles]) => [key, new Map(Object.entries(titles))]));
  const { chunks, filters } = parse(text, vocabulary);
  return {
    chunks: chunks.map(({ text: words, required, excluded, typing }) => [words, required, excluded, typing]),
    filters: filters.map(({ field, values, excluded }) => [field, values, excluded]),
  };
}

function ranks() {
  const head = JSON.parse(data.files["assets/search/index.json"]);
  const file = (/** @type {string} */ name) => JSON.parse(data.files[`assets/search/${name}`]);
  const index = openIndex(head, file(head.files.papers), file(head.files.terms));
  return data.texts.map((/** @type {string} */ text) =>
    search(index, text).found.map(({ paper, score }) => [index.papers.id[paper], score]),
  );
}

const answers = question === "ranks" ? ranks() : data.texts.map(question === "query" ? query : tokens);
process.stdout.write(JSON.stringify(answers));
