/**
 * Several search indexes asked as one: those of the sites that one survey is published as. Described in
 * `generator/search/engine/parts.py`; both hold the same papers in the same order.
 *
 * A part whose files cannot be read is left out from then on and named among the `missing`; without the first, which is
 * the index of this site, there is no search.
 */
import { plain, stem } from "../analysis.js";
import { Store, inOrder } from "../store.js";
import { gettext } from "../../i18n/translate.js";

/** @typedef {import("../store.js").Facet} Facet */
/** @typedef {import("../store.js").Head} Head */
/** @typedef {import("../store.js").Hit} Hit */
/** @typedef {import("../store.js").Postings} Postings */
/** @typedef {import("../store.js").Tier} Tier */
/** @typedef {{title: string, address: string}} Site what it is called, and the address of its first page */
/** @typedef {{site: Site, store: Store}} Part */

/** The dimension that says in which part a paper is. */
const SITE = "site";
/** A key of the languages of a word, `word_key` in `generator/search/shards.py`. */
const WORD_KEY = /^[^:].* =/;

export class Parts extends Store {
  /**
   * @param {Part[]} parts at least one
   * @param {string[]} missing titles of those that could not be opened
   */
  constructor(parts, missing) {
    super(/** @type {any} */ ({ languages: [] }), async () => undefined);
    this.missing = missing;
    /** How often a part was left out since. */
    this.losses = 0;
    /** @private @type {Map<string, string[][][]>} */
    this.known = new Map();
    /** @private @type {Part[]} */
    this.parts = [];
    /** @private @type {Store[]} */
    this.stores = [];
    /** @private */
    this.starts = [0];
    /** @private @type {Map<number, number>[]} */
    this.own = [];
    /** @private @type {string[]} */
    this.sites = [];
    this.openParts(parts);
  }

  /**
   * @private
   * @param {Part[]} parts
   */
  openParts(parts) {
    const stores = parts.map(({ store }) => store);
    this.parts = parts;
    this.stores = stores;
    this.starts = [0];
    for (const { head } of stores) this.starts.push((this.starts[this.starts.length - 1] ?? 0) + head.papers);
    this.languages = [...new Set(stores.flatMap(({ languages }) => languages))];
    const groups = new Map(stores.flatMap(({ head }) => head.groups.map((group) => [JSON.stringify(group), group])));
    this.own = stores.map(({ head }) => ownNumbers([...groups.values()], head.groups));
    this.known.clear();
    const dimensions = mergedDimensions(stores.map(({ head }) => head.dimensions));
    this.sites = keysOf(parts.map(({ site }) => site.title));
    if (!dimensions.some(({ key }) => key === SITE)) {
      const values = parts.map(({ site }, at) => /** @type {[string, string]} */ ([this.sites[at] ?? "", site.title]));
      dimensions.push({ key: SITE, title: gettext("Site"), several: false, open: false, values });
    }
    const papers = this.starts[stores.length] ?? 0;
    const [first] = stores;
    if (!first) throw new Error("there is at least one part");
    this.head = { ...first.head, papers, groups: [...groups.values()], dimensions, vectors: sharedVectors(stores) };
  }

  /**
   * @param {string} language
   * @returns {string[][][]}
   */
  groups(language) {
    const known = this.known.get(language) ?? this.head.groups.map((_, number) => {
      const at = this.own.findIndex((own) => own.has(number));
      return this.stores[at]?.groups(language)[this.own[at]?.get(number) ?? 0] ?? [];
    });
    this.known.set(language, known);
    return known;
  }

  /**
   * The papers of a key over all parts; of the key of a word's languages the numbers of those.
   * @param {string} key
   * @param {Tier} [tier]
   * @returns {Postings}
   */
  postings(key, tier = "common") {
    /** @type {Postings} */
    const postings = { papers: [], impacts: [] };
    this.stores.forEach((store, number) => {
      const { papers, impacts } = this.postingsIn(number, key, tier);
      const start = this.starts[number] ?? 0;
      papers.forEach((paper, at) => {
        const isLanguage = WORD_KEY.test(key);
        const place = isLanguage ? this.languages.indexOf(store.languages[paper] ?? "") : start + paper;
        if (isLanguage && postings.papers.includes(place)) return;
        postings.papers.push(place);
        postings.impacts.push(impacts[at] ?? 0);
      });
    });
    return postings;
  }

  /**
   * The papers that a part has of a key: of a group of synonyms by the part's own number, of its site, and of its
   * language where it has one alone, all.
   * @private
   * @param {number} number
   * @param {string} key
   * @param {Tier} tier
   * @returns {Postings}
   */
  postingsIn(number, key, tier) {
    const store = /** @type {Store} */ (this.stores[number]);
    if (WORD_KEY.test(key)) {
      const word = key.slice(key.indexOf(" =") + 2);
      return store.postings(`${stem(word, store.languages[0])} =${word}`, tier);
    }
    if (key.startsWith("~")) {
      const own = this.own[number]?.get(Number(key.slice(1)));
      return own === undefined ? { papers: [], impacts: [] } : store.postings(`~${own}`, tier);
    }
    const [alone, ...others] = store.languages;
    const whole = !others.length && (key === `:lang=${alone}` || key === `:text=${alone}`);
    if (!whole && key !== `:${SITE}=${this.sites[number]}`) return store.postings(key, tier);
    const papers = Array.from({ length: store.head.papers }, (_, paper) => paper);
    return { papers, impacts: papers.map(() => 1) };
  }

  /**
   * @param {string} key
   * @returns {boolean} whether a part knows a common key
   */
  has(key) {
    // Each is asked, so that all that is wanted is fetched at once.
    return this.stores.map((store) => store.has(key)).some(Boolean);
  }

  /**
   * The common keys of all parts that begin with a prefix, in order, from so many shards of each.
   * @param {string} prefix
   * @param {number} shards
   * @returns {string[]}
   */
  expandPrefix(prefix, shards) {
    return [...new Set(this.stores.flatMap((store) => store.expandPrefix(prefix, shards)))].sort(inOrder);
  }

  /**
   * Words and names of all parts, each with the logarithm of the sum of its document frequencies.
   * @param {string[]} letters
   * @returns {[string, number][]}
   */
  spellings(letters) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const [word, log] of this.stores.flatMap((store) => store.spellings(letters))) {
      counts.set(word, (counts.get(word) ?? 0) + 2 ** log);
    }
    return [...counts].map(([word, count]) => [word, Math.floor(Math.log2(count))]);
  }

  /**
   * @param {string} term
   * @returns {number[] | undefined}
   */
  wordVector(term) {
    if (!this.head.vectors) return undefined;
    return this.stores.map((store) => store.wordVector(term)).find(Boolean);
  }

  /** As few as in any part. */
  reranked() {
    return Math.min(...this.stores.map((store) => store.reranked()));
  }

  /**
   * @param {number} position
   * @returns {{numbers: ArrayLike<number>, length: number}}
   */
  paperVector(position) {
    const number = this.partOf(position);
    return this.stores[number]?.paperVector(position - (this.starts[number] ?? 0)) ?? { numbers: [], length: 0 };
  }

  /**
   * @param {number} position
   * @returns {Hit | undefined} with the site of its part, if that is another one than this
   */
  hit(position) {
    const number = this.partOf(position);
    const [store, start] = [this.stores[number], this.starts[number] ?? 0];
    const hit = store?.hit(position - start);
    if (!store || !hit) return undefined;
    /** @type {[number, number][]} */
    const near = (hit.near ?? []).map(([other, similarity]) => [start + other, similarity]);
    const values = movedValues(hit.values ?? {}, store.head.dimensions, this.head.dimensions);
    return { ...hit, near, values, site: number ? this.parts[number]?.site : undefined };
  }

  /**
   * @param {number} position
   * @returns {any}
   */
  storedFields(position) {
    const number = this.partOf(position);
    return this.stores[number]?.storedFields(position - (this.starts[number] ?? 0));
  }

  forgo() {
    return this.stores.map((store) => store.forgo()).some(Boolean);
  }

  /** Break off where a file of any part is missing. */
  settle() {
    for (const store of this.stores) store.settle();
  }

  /** Fetch what all parts want. A part that gives it not is left out; rejects where this site's own does not. */
  async fill() {
    const fetched = await Promise.allSettled(this.stores.map((store) => store.fill()));
    const [own] = fetched;
    if (own?.status === "rejected") throw own.reason;
    const lost = this.parts.filter((_, at) => fetched[at]?.status === "rejected");
    if (!lost.length) return;
    this.losses += 1;
    this.missing = [...this.missing, ...lost.map(({ site }) => site.title)];
    this.openParts(this.parts.filter((part) => !lost.includes(part)));
  }

  /**
   * The number of the part that has a paper.
   * @private
   * @param {number} position
   */
  partOf(position) {
    return this.starts.filter((start) => start <= position).length - 1;
  }
}

/**
 * The number of each group of synonyms that a part has among those of all, with its own number.
 * @param {string[][]} groups
 * @param {string[][]} own
 * @returns {Map<number, number>}
 */
function ownNumbers(groups, own) {
  const numbers = new Map(groups.map((group, number) => [JSON.stringify(group), number]));
  return new Map(own.map((group, at) => [numbers.get(JSON.stringify(group)) ?? -1, at]));
}

/**
 * A key for each part by which its papers can be filtered.
 * @param {string[]} titles
 * @returns {string[]}
 */
function keysOf(titles) {
  /** @type {string[]} */
  const keys = [];
  titles.forEach((title, at) => {
    const key = plain(title).join("-") || String(at + 1);
    keys.push(keys.includes(key) ? `${key}-${at + 1}` : key);
  });
  return keys;
}

/**
 * The form of the vectors, if those of all parts have the same axes.
 * @param {Store[]} stores
 * @returns {[number, number] | undefined}
 */
function sharedVectors(stores) {
  const [first] = stores;
  const same = stores.every(({ head }) => head.axes !== undefined && head.axes === first?.head.axes);
  return same ? first?.head.vectors : undefined;
}

/**
 * The fields by which papers can be filtered, each with the values of all parts.
 * @param {Facet[][]} each
 * @returns {Facet[]}
 */
function mergedDimensions(each) {
  /** @type {Map<string, Facet[]>} */
  const merged = new Map();
  for (const facet of each.flat()) merged.set(facet.key, [...(merged.get(facet.key) ?? []), facet]);
  return [...merged.values()].flatMap((facets) => {
    const [first] = facets;
    return first ? [{ ...first, values: mergedValues(facets) }] : [];
  });
}

/**
 * The values of one field of several parts, each once, with the first title.
 * @param {Facet[]} facets
 * @returns {[string, string][]}
 */
function mergedValues(facets) {
  const [first] = facets;
  const most = Math.max(...facets.map(({ values }) => values.length));
  const inTurn = Array.from({ length: most }, (_, at) => facets.flatMap(({ values }) => values.slice(at, at + 1)));
  const all = first?.open ? inTurn.flat() : facets.flatMap(({ values }) => values);
  const titles = new Map([...all].reverse());
  let keys = [...new Set(all.map(([key]) => key))];
  if (first?.key === "year") keys.sort((one, other) => inOrder(other, one));
  if (first?.open) keys = keys.slice(0, most);
  return keys.map((key) => [key, titles.get(key) ?? key]);
}

/**
 * The values of a paper by their numbers in a part, by those in all parts.
 * @param {Record<string, number[]>} values
 * @param {Facet[]} own
 * @param {Facet[]} all
 * @returns {Record<string, number[]>}
 */
function movedValues(values, own, all) {
  return Object.fromEntries(Object.entries(values).map(([field, numbers]) => {
    const [from, to] = [own, all].map((facets) => facets.find(({ key }) => key === field)?.values ?? []);
    return [field, numbers.map((number) => to?.findIndex(([key]) => key === from?.[number]?.[0]) ?? -1)];
  }));
}
