/**
 * What other engines find: node rivals.js FOLDER, where FOLDER holds lunr.cjs and task.json
 * ({documents: [{id, title, …}], queries}). Prints by engine the ids of the best ten of each query.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import MiniSearch from "minisearch";
import { create, insertMultiple, search } from "zbsearch";

const folder = process.argv[2] ?? "";
/** @type {{documents: Record<string, string>[], queries: string[]}} */
const { documents, queries } = JSON.parse(readFileSync(join(folder, "task.json"), "utf8"));
const fields = Object.keys(documents[0] ?? {}).filter((field) => field !== "id");
const lunr = createRequire(import.meta.url)(join(folder, "lunr.cjs"));

function byLunr() {
  const index = lunr(function (/** @type {any} */ builder) {
    builder.ref("id");
    for (const field of fields) builder.field(field);
    for (const one of documents) builder.add(one);
  });
  return queries.map((text) => {
    // As it takes a question by default, but for characters that would be orders to it.
    const found = index.query((/** @type {any} */ query) => query.term(lunr.tokenizer(text), {}));
    return found.slice(0, 10).map((/** @type {{ref: string}} */ { ref }) => ref);
  });
}

/** @param {ConstructorParameters<typeof MiniSearch>[0] | {}} options */
function byMiniSearch(options) {
  const index = new MiniSearch({ fields, ...options });
  index.addAll(documents);
  return queries.map((text) => index.search(text).slice(0, 10).map(({ id }) => id));
}

/** @param {string} term */
function stemmed(term) {
  const lower = term.toLowerCase();
  return lunr.stopWordFilter(lower) === undefined ? null : lunr.stemmer(new lunr.Token(lower, {})).toString();
}

/**
 * @param {object} tokenizer
 * @param {object} options
 */
function byZBSearch(tokenizer, options) {
  const schema = /** @type {Record<string, "string">} */ (Object.fromEntries(fields.map((field) => [field, "string"])));
  const index = create({ schema, components: { tokenizer: { language: "english", ...tokenizer } } });
  insertMultiple(index, documents);
  return queries.map((term) => {
    const found = /** @type {{hits: {id: string}[]}} */ (search(index, { term, limit: 10, ...options }));
    return found.hits.map(({ id }) => id);
  });
}

/** @param {string} name */
function versioned(name) {
  const file = new URL(`../node_modules/${name.toLowerCase()}/package.json`, import.meta.url);
  return `${name} ${JSON.parse(readFileSync(file, "utf8")).version}`;
}

const [miniSearch, zbSearch] = [versioned("MiniSearch"), versioned("ZBSearch")];
const answers = {
  [`lunr.js ${lunr.version}`]: byLunr(),
  [miniSearch]: byMiniSearch({}),
  [`${miniSearch}, stemmed, prefix, fuzzy`]: byMiniSearch({
    processTerm: stemmed,
    searchOptions: { prefix: true, fuzzy: 0.2 },
  }),
  [zbSearch]: byZBSearch({}, {}),
  [`${zbSearch}, stemmed, whole words`]: byZBSearch({ stemming: true }, { prefix: false }),
  [`${zbSearch}, stemmed, fuzzy`]: byZBSearch({ stemming: true }, { tolerance: 1 }),
};
process.stdout.write(JSON.stringify(answers));
