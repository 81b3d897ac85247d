/**
 * Answers the requests of a page to the search: composes parsing, matching, filters, counts and order.
 *
 * It knows nothing about the page, and gets its files from a function that it is given.
 */
import { every, having, isWithin, some } from "./conditions.js";
import { labelOf, notesOf, relaxed, suggested } from "./feedback.js";
import { match, order } from "./rank.js";
import { SHARDS } from "./parameters.js";
import { fileName, Store, Waiting } from "./store.js";
import { gettext } from "../i18n/translate.js";

/** @typedef {import("./store.js").Hit & {position: number}} Hit */
/** @typedef {import("./store.js").Facet} Facet */
/** @typedef {import("./store.js").Head} Head */
/** @typedef {import("./conditions.js").Passing} Passing */
/** @typedef {import("./rank.js").Matches} Matches */
/** @typedef {"relevance" | "newest" | "oldest" | "name" | "mentioned"} Sort */
/** @typedef {Record<string, string[]>} Choices dimension to chosen keys; years also as `FROM..TO` */
/** @typedef {{q: string, choices: Choices, sort: Sort}} SearchRequest */
/** @typedef {{key: string, title: string, count: number, chosen: boolean}} Value */
/** @typedef {{key: string, title: string, several: boolean, values: Value[]}} Group */
/**
 * @typedef {object} SearchResponse
 * @property {number} total papers found
 * @property {number} papers in the survey
 * @property {Hit[]} rows those asked for
 * @property {string[]} terms to be marked
 * @property {import("./feedback.js").Notes} notes what was searched besides the words
 * @property {import("./feedback.js").Chip[]} conditions that were typed
 * @property {Group[]} groups
 * @property {import("./feedback.js").Relaxed[]} relax where nothing is found: what each condition alone holds back
 * @property {import("./feedback.js").Suggested[]} suggest where nothing is found: near words
 * @property {string[]} [missing] titles of other sites that could not be searched
 * @property {boolean} early whether the order is by words alone, since files that it also depends on are not there yet
 */
/**
 * The rest of a record.
 * @typedef {object} StoredFields
 * @property {number} position
 * @property {string} id
 * @property {string} [problem]
 * @property {string} [idea]
 * @property {string} [results]
 * @property {string} [abstract]
 * @property {string[]} [figures]
 * @property {{name: string, kind: string}[]} [introduces]
 * @property {string[]} [builds_on]
 * @property {string[]} [compares_with]
 * @property {string[]} [evaluated_on]
 * @property {Record<string, string>} [ids]
 * @property {{kind: string, url: string}[]} [links]
 * @property {string} [published]
 * @property {number} [venue_year]
 * @property {string} [type] of the publication: `article`, `inproceedings` …; every stored paper has one
 * @property {string} [title_bibtex] where the title holds more than ASCII or a formula
 * @property {Record<string, Record<string, string>>} [people] parts of names whose last word is not the family's
 * @property {string} [container]
 * @property {string} [volume]
 * @property {string} [issue]
 * @property {string} [pages]
 * @property {string} [publisher]
 * @property {string} [publisher_place]
 * @property {string} [edition]
 * @property {string} [series]
 * @property {string} [archive]
 * @property {string} [lang]
 * @property {string} [langid]
 * @property {string[]} [editors]
 * @property {string[]} [translators]
 * @property {string[]} [isbn]
 * @property {string[]} [issn]
 */

/** Papers from which on the vectors take so long to come that a first answer does not wait for them. */
const MANY = 1000;
const NAMES = new Intl.Collator(undefined, { numeric: true });

/**
 * Resolves to the search engine of an index. Rejects if the index cannot be read.
 * @param {import("./store.js").Read} read gives the content of a file below `assets/search/`
 * @param {import("./sites/open.js").ReaderOf} [readerOf] the same of another site; null where its address is none
 * @param {number} [many] papers from which on an answer may be early
 * @returns {Promise<Engine>}
 */
export async function openEngine(read, readerOf = () => null, many = MANY) {
  const store = await openStore(read);
  if (!store.head.sites?.length) return new Engine(store, many);
  const { joinSites } = await import("./sites/open.js");
  return new Engine(await joinSites(store, readerOf, openStore), many);
}

/**
 * @param {import("./store.js").Read} read
 * @returns {Promise<Store>}
 */
async function openStore(read) {
  const head = await read("index.json");
  if (head.format !== SHARDS.format) {
    const formats = { format: String(head.format), wanted: String(SHARDS.format) };
    throw new Error(gettext("The search index has format {format}, not {wanted}.", formats));
  }
  return new Store(head, (name) => read(fileName(head, name)));
}

export class Engine {
  /**
   * @param {Store} store
   * @param {number} many
   */
  constructor(store, many) {
    /** @private */
    this.store = store;
    /** @private */
    this.isLarge = store.head.papers >= many;
  }

  /** @returns {{papers: number, dimensions: Facet[]}} */
  head() {
    const { papers, dimensions } = this.store.head;
    return { papers, dimensions };
  }

  /**
   * @param {SearchRequest & {from: number, count: number, open: string[], early?: number}} asked
   *   `open`: dimensions whose counts are wanted; `early`: rows of an early answer, 0 where none will do
   * @returns {Promise<SearchResponse>}
   */
  ask({ from, count, open, early = 0, ...asked }) {
    return this.settled(() => {
      const { store } = this;
      const found = match(store, asked.q);
      const sides = sidesOf(asked.choices, store);
      const kept = every(sides.map(({ passes }) => passes), store);
      const inOrder = early && this.isLarge ? orderedSoon : orderedLast;
      const { papers, isEarly } = inOrder(found, kept, asked.sort, store);
      const end = from + (isEarly ? Math.min(count, early) : count);
      const rows = papers.slice(from, end).map((paper) => ({ position: paper, ...store.hit(paper) }));
      const groups = open.flatMap((key) => groupOf(key, found, sides, store));
      store.settle();
      const empty = !papers.length;
      return {
        total: papers.length,
        papers: store.head.papers,
        rows: /** @type {Hit[]} */ (rows),
        terms: termsOf(found, store),
        notes: notesOf(found, asked.q, rows, store),
        conditions: found.query.conditions.map((condition) => labelOf(condition, store)),
        groups,
        relax: empty ? relaxed(asked, found, store, totalOf) : [],
        suggest: empty ? suggested(asked, found, store, totalOf) : [],
        early: isEarly,
        ...("missing" in store ? { missing: /** @type {string[]} */ (store.missing) } : {}),
      };
    });
  }

  /**
   * All papers found, by position.
   * @param {SearchRequest} asked
   * @returns {Promise<number[]>}
   */
  list({ q, choices, sort }) {
    return this.settled(() => {
      const kept = every(sidesOf(choices, this.store).map(({ passes }) => passes), this.store);
      return ordered(match(this.store, q), kept, sort, this.store);
    });
  }

  /**
   * @param {number[]} positions
   * @returns {Promise<Hit[]>}
   */
  hits(positions) {
    return this.settled(
      () => positions.map((position) => ({ .../** @type {any} */ (this.store.hit(position)), position })),
      true,
    );
  }

  /**
   * @param {number[]} positions
   * @returns {Promise<StoredFields[]>}
   */
  storedFields(positions) {
    return this.settled(
      () => positions.map((position) => ({ ...this.store.storedFields(position), position })),
      true,
    );
  }

  /**
   * @param {string[]} ids of this survey, present or former, or `arxiv:…`, `doi:…`
   * @returns {Promise<number[]>} positions, -1 for an unknown id
   */
  find(ids) {
    return this.settled(() => ids.map((id) => this.store.postings(`:id=${id}`, "rare").papers[0] ?? -1));
  }

  /**
   * What an attempt gives once all files that it needs are there.
   * @private
   * @template Result
   * @param {() => Result} attempt
   * @param {boolean} [placed] whether it asks by positions, which are others once a part is left out
   * @returns {Promise<Result>}
   */
  async settled(attempt, placed = false) {
    const { losses } = this.store;
    for (;;) {
      if (placed && losses !== this.store.losses) {
        throw new Error(gettext("Another site cannot be reached; search again."));
      }
      try {
        const result = attempt();
        this.store.settle();
        return result;
      } catch (error) {
        if (!(error instanceof Waiting)) throw error;
        await this.store.fill();
      }
    }
  }
}

// --- choices and counts ------------------------------------------------------

/** @typedef {{dimension: Facet, chosen: string[], passes: Passing}} Side */

/**
 * For each dimension with a choice, who passes. Of a dimension of which a paper may have many values all that are
 * chosen, else any. Choices of unknown dimensions are passed over.
 * @param {Choices} choices
 * @param {Store} store
 * @returns {Side[]}
 */
function sidesOf(choices, store) {
  return store.head.dimensions.flatMap((dimension) => {
    const chosen = Object.hasOwn(choices, dimension.key) ? (choices[dimension.key] ?? []) : [];
    if (!chosen.length) return [];
    const each = chosen.map((value) => having(dimension.key, value, store));
    return [{ dimension, chosen, passes: dimension.several ? every(each, store) : some(each, store) }];
  });
}

/**
 * A dimension's values, each with what a click on it leaves: for one of which a paper may have many values the papers
 * shown that have it too; for another, where a click replaces the choice, those that have it under all other choices. A
 * value that would leave nothing is not offered. The one that leaves most comes first, of equals the first by name;
 * years stay in their order.
 * @param {string} key
 * @param {Matches} found
 * @param {Side[]} sides
 * @param {Store} store
 * @returns {Group[]}
 */
function groupOf(key, found, sides, store) {
  const dimension = store.head.dimensions.find((one) => one.key === key);
  if (!dimension) return [];
  const { title, several, values } = dimension;
  const counting = sides.filter((side) => several || side.dimension.key !== key);
  const base = every([...counting.map(({ passes }) => passes), found.matched], store);
  const chosen = sides.find((side) => side.dimension.key === key)?.chosen ?? [];
  const counted = values.map(([value, name]) => ({
    key: value,
    title: name,
    count: store.postings(`:${key}=${value}`).papers.reduce((sum, paper) => sum + (base[paper] ?? 0), 0),
    chosen: chosen.some(
      (one) => one === value || (key === "year" && one.includes("..") && isWithin(Number(value), one)),
    ),
  }));
  const offered = counted.filter((value) => value.count || value.chosen);
  if (key !== "year") offered.sort((one, other) => other.count - one.count || NAMES.compare(one.title, other.title));
  return [{ key, title, several, values: offered }];
}

/**
 * How many papers a state finds.
 * @param {Pick<SearchRequest, "q" | "choices">} asked
 * @param {Store} store
 * @returns {number}
 */
function totalOf({ q, choices }, store) {
  const all = [match(store, q).matched, ...sidesOf(choices, store).map(({ passes }) => passes)];
  return every(all, store).reduce((sum, passes) => sum + passes, 0);
}

// --- order -------------------------------------------------------------------

/**
 * Papers in the order asked for. Without words relevance means nothing, and the newest come first.
 * @param {Matches} found
 * @param {Passing} kept
 * @param {Sort} sort
 * @param {Store} store
 * @returns {number[]}
 */
function ordered(found, kept, sort, store) {
  if (sort === "relevance" && !found.open) return order(store, found, kept).map(({ paper }) => paper);
  /** @type {number[]} */
  const papers = [];
  for (let paper = 0; paper < kept.length; paper += 1) if (found.matched[paper] && kept[paper]) papers.push(paper);
  const names = store.names();
  const byName = (/** @type {number} */ one, /** @type {number} */ other) => (names[one] ?? 0) - (names[other] ?? 0);
  if (sort === "name") return papers.sort(byName);
  const keys = numbersOf(sort === "mentioned" ? store.expandPrefix(":times=", Infinity) : yearKeys(store), store);
  const sign = sort === "oldest" ? 1 : -1;
  // Papers without a year come last either way.
  const rank = (/** @type {number} */ paper) => (keys[paper] ? sign * (keys[paper] ?? 0) : 1e6);
  return papers.sort((one, other) => rank(one) - rank(other) || byName(one, other));
}

/** @type {(...asked: Parameters<typeof ordered>) => {papers: number[], isEarly: boolean}} */
function orderedLast(...asked) {
  return { papers: ordered(...asked), isEarly: false };
}

/**
 * The same as long as no vectors are missing; else, early, in the order of words alone.
 * @type {typeof orderedLast}
 */
function orderedSoon(found, kept, sort, store) {
  try {
    return orderedLast(found, kept, sort, store);
  } catch (error) {
    if (!(error instanceof Waiting) || !store.forgo()) throw error;
    return { papers: byWords(found, kept), isEarly: true };
  }
}

/**
 * Papers by their scores alone: to ask their neighbours, too, would fetch the cards of some that are not shown at last.
 * @param {Matches} found
 * @param {Passing} kept
 * @returns {number[]}
 */
function byWords({ matched, scores }, kept) {
  const papers = [...kept.keys()].filter((paper) => matched[paper] && kept[paper]);
  return papers.sort((one, other) => (scores[other] ?? 0) - (scores[one] ?? 0) || one - other);
}

/** @param {Store} store */
function yearKeys(store) {
  const years = store.head.dimensions.find(({ key }) => key === "year")?.values ?? [];
  return years.map(([year]) => `:year=${year}`);
}

/**
 * The number that a key ends in, for each paper that has the key.
 * @param {string[]} keys
 * @param {Store} store
 */
function numbersOf(keys, store) {
  const numbers = new Int32Array(store.head.papers);
  for (const key of keys) {
    for (const paper of store.postings(key).papers) numbers[paper] = Number(key.slice(key.indexOf("=") + 1));
  }
  return numbers;
}

/**
 * @param {number} group of synonyms
 * @param {string} language
 * @param {Store} store
 * @returns {string[]} its members of one term; of a phrase each word would be marked wherever it stands
 */
function aloneIn(group, language, store) {
  return (store.groups(language)[group] ?? []).flatMap((member) => (member.length === 1 ? member : []));
}

/**
 * @param {Matches} found
 * @param {Store} store
 * @returns {string[]} the terms that a reader may see as the reason
 */
function termsOf({ plan }, store) {
  const words = plan.clauses.flatMap(({ keys }) => keys.filter((key) => !/^[~!]| /.test(key)));
  const named = plan.clauses.flatMap(({ keys }) => keys.filter((key) => key.startsWith("!")));
  const names = named.map((key) => key.slice(1));
  return [...new Set([...words, ...names, ...plan.groups.flatMap((group) => aloneIn(group, plan.language, store))])];
}
