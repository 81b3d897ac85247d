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

/** @type {typeof import("../../generator/assets/js/search/analysis.js")} */
const { plain, stem, terms, words } = await load("search/analysis.js");
/** @type {typeof import("../../generator/assets/js/search/query.js")} */
const { parse } = await load("search/query.js");
/** @type {typeof import("../../generator/assets/js/search/unknown_fields.js")} */
const { unknownFields } = await load("search/unknown_fields.js");

/** @param {string} text */
function tokens(text) {
  const codePoints = (/** @type {number} */ end) => [...text.slice(0, end)].length;
  const found = words(text, { query: true, stops: false }).map((word) => {
    const { start, end, terms: own, joined, last, whole } = word;
    return [codePoints(start), codePoints(end), own, joined, last, whole];
  });
  return [terms(text), found, plain(text)];
}

/** For each language its words' stems and terms. */
function stems() {
  const of = (/** @type {string} */ language) => (/** @type {string} */ word) =>
    [stem(word, language), terms(word, language)];
  return Object.fromEntries(Object.entries(data.words).map(([language, own]) => [language, own.map(of(language))]));
}

/** @param {string} text */
function query(text) {
  const vocabulary = new Map(
    Object.entries(data.vocabulary).map(([key, titles]) => [key, new Map(Object.entries(titles))]),
  );
  const read = parse(text, vocabulary);
  const { chunks, conditions } = read;
  const before = [0];
  for (const char of text) before.push(...Array(char.length).fill((before.at(-1) ?? 0) + 1));
  /** @type {(one: import("../../generator/assets/js/search/query.js").Condition) => unknown[]} */
  const told = ({ kind, text: own, field, values, parts, start, end }) =>
    [kind, own, field, values, parts.map(told), before[start], before[end]];
  const unknown = unknownFields(text, read, vocabulary).map(({ field, value, known, near, start, end }) =>
    [field, value, known, near, before[start], before[end]]);
  return [
    chunks.map(({ text: own, typing, start, end }) => [own, typing, before[start], before[end]]),
    conditions.map(told),
    unknown,
  ];
}

/** @param {Record<string, string>} files of an index */
const reader = (files) => async (/** @type {string} */ name) => JSON.parse(files[`assets/search/${name}`] ?? "absent");

/**
 * For each text what is found, best first, as positions and scores; the corrections; the groups. The engine and the
 * ranking below it, which gives the scores, must agree.
 */
async function ranks() {
  const { openEngine } = await engine();
  /** @type {typeof import("../../generator/assets/js/search/rank.js")} */
  const { match, order } = await load("search/rank.js");
  /** @type {typeof import("../../generator/assets/js/search/store.js")} */
  const { fileName, Store, Waiting } = await load("search/store.js");
  const read = reader(data.files);
  const opened = await openEngine(read);
  const head = await read("index.json");
  const store = new Store(head, (name) => read(fileName(head, name)));
  const all = new Uint8Array(head.papers).fill(1);
  const cards = await opened.hits([...all.keys()]);
  const answers = [];
  for (const q of data.texts) {
    const found = await filled(store, Waiting, () => match(store, q));
    const ranked = await filled(store, Waiting, () => order(store, found, all));
    const papers = await opened.list({ q, choices: {}, sort: "relevance" });
    if (!found.open && papers.some((paper, at) => ranked[at]?.paper !== paper)) throw new Error(`two orders: ${q}`);
    const scores = found.open ? papers.map(() => 0) : ranked.map(({ score }) => score);
    answers.push([papers, scores, found.plan.corrections.map(({ was, term }) => [was, term]), found.plan.groups]);
  }
  return { ids: cards.map(({ id }) => id), answers };
}

/**
 * For each text what is found over several indexes, best first: the papers' ids, and the sites of those of another; and
 * which files were read of other sites. The files of one whose address is in `broken` are not there, but for its head.
 */
async function parts() {
  const { openEngine } = await engine();
  /** @type {[string, string][]} */
  const read = [];
  const opened = await openEngine(reader(data.files), (address) => {
    const given = reader(data.others[address] ?? {});
    const isBroken = (/** @type {string} */ name) => data.broken.includes(address) && name !== "index.json";
    const noted = (/** @type {string} */ name) => (read.push([address, name]), given(isBroken(name) ? "absent" : name));
    return { address: `https://survey.test/${address}`, read: noted };
  });
  const answers = [];
  for (const { q, choices = {} } of data.asked) {
    const answer = await opened.ask({ q, choices, sort: "relevance", from: 0, count: 100, open: ["site", "year"] });
    const positions = await opened.list({ q, choices, sort: "relevance" });
    if (answer.rows.some(({ position }, at) => position !== positions[at])) throw new Error(`two orders: ${q}`);
    const counts = answer.groups.map(({ values }) => values.map(({ key, count }) => [key, count]));
    answers.push([
      answer.rows.map(({ id }) => id), answer.rows.map(({ site }) => site?.address ?? ""), counts, answer.missing,
      answer.rows.map(({ values = {} }) => values),
    ]);
  }
  return { answers, head: opened.head(), read };
}

/**
 * What an attempt gives when all files that it wants are there.
 * @template Result
 * @param {import("../../generator/assets/js/search/store.js").Store} store
 * @param {Function} Waiting
 * @param {() => Result} attempt
 * @returns {Promise<Result>}
 */
async function filled(store, Waiting, attempt) {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof Waiting)) throw error;
      await store.fill();
    }
  }
}

/** For each key of `keys` its papers and levels in either tier, and the common keys that begin so. */
async function postings() {
  /** @type {typeof import("../../generator/assets/js/search/store.js")} */
  const { fileName, Store, Waiting } = await load("search/store.js");
  const read = reader(data.files);
  const head = await read("index.json");
  // Two, for a key stands in one tier only, and is remembered without it.
  const [store, rare] = [0, 1].map(() => new Store(head, (name) => read(fileName(head, name))));
  if (!store || !rare) return [];
  const answers = [];
  for (const key of data.keys) {
    const settled = (/** @type {any} */ found) => (store.settle(), rare.settle(), found);
    const read = () => settled([store.postings(key), store.expandPrefix(key, Infinity)]);
    const common = await filled(store, Waiting, read);
    answers.push([common[0], await filled(rare, Waiting, () => settled(rare.postings(key, "rare"))), common[1]]);
  }
  return answers;
}

/** The files that each step of `steps` reads: a text to search for, letter by letter if it is typed, with details. */
async function fetches() {
  const { openEngine } = await engine();
  const read = reader(data.files);
  /** @type {string[]} */
  let names = [];
  const opened = await openEngine((name) => (names.push(name), read(name)));
  const answers = [];
  for (const { text, typed } of data.steps) {
    const texts = typed ? [...text].map((_, at) => [...text].slice(0, at + 1).join("")) : [text];
    /** @type {import("../../generator/assets/js/search/engine.js").Hit[]} */
    let rows = [];
    for (const q of texts) {
      const answer = await opened.ask({
        q,
        choices: {},
        sort: "relevance",
        from: 0,
        count: 20,
        open: ["area", "year"],
      });
      rows = answer.rows;
    }
    await opened.storedFields(rows.slice(0, 10).map(({ position }) => position));
    answers.push(names);
    names = [];
  }
  return answers;
}

/** @returns {Promise<typeof import("../../generator/assets/js/search/engine.js")>} */
function engine() {
  return load("search/engine.js");
}

/** For each choice the free table of the gap map: its cells, their shades and the gaps; and the choice's address. */
async function gaps() {
  /** @type {typeof import("../../generator/assets/js/gaps/table.js")} */
  const { formatChoice, gapsOf, parseChoice, shade, tableOf } = await load("gaps/table.js");
  const [first, second] = data.tables.dimensions;
  const usual = { rows: first.key, columns: second.key, show: /** @type {const} */ ("count") };
  return data.searches.map((/** @type {string} */ search) => {
    const choice = parseChoice(search, data.tables, usual);
    const table = tableOf(data.tables, choice);
    const peak = Math.max(1, ...table.cells.flat().map(({ count }) => count));
    const cells = table.cells.map((row) => row.map(({ count, address }) => [count, shade(count, peak), address]));
    return [formatChoice(choice), cells, gapsOf(table).map(({ row, column, tenths }) => [row, column, tenths])];
  });
}

/** @type {Record<string, () => unknown>} */
const questions = {
  fetches,
  gaps,
  parts,
  postings,
  query: () => data.texts.map(query),
  ranks,
  stems,
  tokens: () => data.texts.map(tokens),
};
process.stdout.write(JSON.stringify(await questions[question]?.()));
