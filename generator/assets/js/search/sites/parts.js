/**
 * Several search indexes asked as one: those of the sites that one survey is published as. Described in
 * `generator/search/engine/parts.py`; both hold the same papers in the same order.
 *
 * A part whose files cannot be read is left out from then on and named among the `missing`; without the index of this
 * site, which is the part without an address, there is no search. Where a file of a joint index or of its parts cannot
 * be read, as after a site was built anew, each site's own index is opened instead.
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
/**
 * The joint index of some parts, and how to open each part's own index in its place.
 * @typedef {{index: Store, separately: () => Promise<{parts: Part[], missing: string[]}>}} Joint
 */

/** The dimension that says in which part a paper is. */
const SITE = "site";
/** A key of the languages of a word, `word_key` in `generator/search/shards.py`. */
const WORD_KEY = /^[^:].* =/;

export class Parts extends Store {
  /**
   * @param {Part[]} parts at least one
   * @param {string[]} missing titles of those that could not be opened
   * @param {Joint | null} [joint]
   */
  constructor(parts, missing, joint = null) {
    super(/** @type {any} */ ({ languages: [] }), async () => undefined);
    this.missing = missing;
    /** @private */
    this.joint = joint;
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
    const joint = this.joint?.index;
    const asked = joint ? [joint] : stores;
    this.languages = [...new Set(asked.flatMap(({ languages }) => languages))];
    const groups = new Map(asked.flatMap(({ head }) => head.groups.map((group) => [JSON.stringify(group), group])));
    this.own = asked.map(({ head }) => ownNumbers([...groups.values()], head.groups));
    this.known.clear();
    const dimensions = mergedDimensions(asked.map(({ head }) => head.dimensions));
    this.sites = [];
    if (!dimensions.some(({ key }) => key === SITE)) {
      this.sites = keysOf(parts.map(({ site }) => site.title));
      const values = parts.map(({ site }, at) => /** @type {[string, string]} */ ([this.sites[at] ?? "", site.title]));
      dimensions.push({ key: SITE, title: gettext("Site"), several: false, open: false, values });
    }
    const papers = this.starts[stores.length] ?? 0;
    const [first] = stores;
    if (!first) throw new Error("there is at least one part");
    const vectors = joint ? joint.head.vectors : sharedVectors(stores);
    this.head = { ...first.head, papers, groups: [...groups.values()], dimensions, vectors };
  }

  /**
   * @param {string} language
   * @returns {string[][][]}
   */
  groups(language) {
    if (this.joint) return this.joint.index.groups(language);
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
    const site = key.startsWith(`:${SITE}=`) ? this.sites.indexOf(key.slice(SITE.length + 2)) : -1;
    if (site >= 0) return allBetween(this.starts[site] ?? 0, this.starts[site + 1] ?? 0);
    if (this.joint) return this.joint.index.postings(key, tier);
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
   * The papers that a part has of a key: of a group of synonyms by the part's own number, of its language where it has
   * one alone, all.
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
    return whole ? allBetween(0, store.head.papers) : store.postings(key, tier);
  }

  /**
   * @param {string} key
   * @returns {boolean} whether a part knows a common key
   */
  has(key) {
    if (this.joint) return this.joint.index.has(key);
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
    if (this.joint) return this.joint.index.expandPrefix(prefix, shards);
    return [...new Set(this.stores.flatMap((store) => store.expandPrefix(prefix, shards)))].sort(inOrder);
  }

  /**
   * Words and names of all parts, each with the logarithm of the sum of its document frequencies.
   * @param {string[]} letters
   * @returns {[string, number][]}
   */
  spellings(letters) {
    if (this.joint) return this.joint.index.spellings(letters);
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
    if (this.joint) return this.joint.index.wordVector(term);
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
    const site = this.parts[number]?.site;
    return { ...hit, near, values, site: site?.address ? site : undefined };
  }

  /**
   * @param {number} position
   * @returns {any}
   */
  storedFields(position) {
    const number = this.partOf(position);
    return this.stores[number]?.storedFields(position - (this.starts[number] ?? 0));
  }

  /** @returns {number[]} */
  names() {
    return this.stores.flatMap((store, at) => store.names().map((place) => (this.starts[at] ?? 0) + place));
  }

  forgo() {
    return this.eachStore().map((store) => store.forgo()).some(Boolean);
  }

  /** Break off where a file of any part is missing. */
  settle() {
    for (const store of this.eachStore()) store.settle();
  }

  /**
   * The indexes of all parts, and their joint index.
   * @private
   */
  eachStore() {
    return this.joint ? [this.joint.index, ...this.stores] : this.stores;
  }

  /** Fetch what all parts want. A part that gives it not is left out; rejects where this site's own does not. */
  async fill() {
    const { joint, parts } = this;
    const [joined, ...fetched] = await Promise.allSettled([joint?.index, ...this.stores].map((store) => store?.fill()));
    const lost = parts.filter((_, at) => fetched[at]?.status === "rejected");
    const own = fetched[parts.findIndex(({ site }) => !site.address)];
    if (own?.status === "rejected") throw own.reason;
    if (!lost.length && joined?.status !== "rejected") return;
    const left = joint ? await joint.separately() : {
      parts: parts.filter((part) => !lost.includes(part)),
      missing: [...this.missing, ...lost.map(({ site }) => site.title)],
    };
    if (parts !== this.parts) return; // another search found the same, and waited less
    this.losses += 1;
    this.joint = null;
    this.missing = left.missing;
    this.openParts(left.parts);
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
 * All papers from one position up to another.
 * @param {number} from
 * @param {number} to the first that is none of them
 * @returns {Postings}
 */
function allBetween(from, to) {
  const papers = Array.from({ length: to - from }, (_, at) => from + at);
  return { papers, impacts: papers.map(() => 1) };
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
