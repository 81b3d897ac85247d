/**
 * The files of the search index, opened as they are asked for. Their form is described in
 * `generator/search/shards.py`.
 *
 * Ranking is written as if all files were there. A file that is not is noted as wanted, and what
 * it holds counts as unknown; `settle` then breaks off, `fill` fetches all that is wanted at once, and
 * the search runs again. It takes two to four turns.
 */
import { ENGLISH, inOrder } from "./analysis.js";
import { SHARDS, VECTORS } from "./parameters.js";
import { memberForms } from "./words/synonyms.js";
import { DIGITS, digitsOf, openTable } from "./words/vectors.js";

export { inOrder };
/** @typedef {{key: string, title: string, several: boolean, open: boolean, values: [string, string][]}} Facet */
/**
 * @typedef {object} Head
 * @property {number} format
 * @property {number} papers
 * @property {Record<string, string>} versions by kind of file, what stands in the files' names
 * @property {Record<string, number>} together of which kinds how many files share a version
 * @property {number} cards papers a file
 * @property {number} details papers a file
 * @property {Facet[]} dimensions
 * @property {string[][]} groups of synonyms
 * @property {Record<string, number>} words first letter to number of a vocabulary file
 * @property {number} longest_name characters of the longest key that begins with `!`
 * @property {string[]} common of each shard, the shortest text from which on its keys stand
 * @property {string[]} rare
 * @property {string[]} [meanings] likewise, of the vectors of words
 * @property {[number, number]} [vectors] the length of one, and papers a file, where there are any
 * @property {string[]} [languages] of the texts, where some are not in English
 * @property {[string, string][]} [sites] title and address of the other sites of the survey
 * @property {string} [axes] equal where the vectors of two sites compare
 * @property {string} [index] what tells the files of this index from others, where there are other sites
 * @property {string} [joint] address of the joint index of all sites
 * @property {(Head & {title: string})[]} [parts] of a joint index, what it tells of the sites
 */
/**
 * What a result shows. What a record lacks is missing.
 * @typedef {object} Hit
 * @property {string} id
 * @property {string} title
 * @property {string} [name]
 * @property {string[]} [also]
 * @property {string[]} [authors]
 * @property {string} [edited] the editors of a paper without authors, as they are shown
 * @property {number} [year]
 * @property {string} [venue]
 * @property {string} [summary]
 * @property {string} [known] what stands for a summary
 * @property {Record<string, number[]>} [values] dimension to the numbers of its values
 * @property {number} [mentioned] by how many papers
 * @property {[number, number][]} [near] position and similarity of the nearest papers
 * @property {import("./sites/parts.js").Site} [site] where the paper is, if on another site of the survey
 */
/** @typedef {"common" | "rare" | "meanings"} Tier */
/** @typedef {{papers: number[], impacts: number[]}} Postings papers in order, and how much the key says of each */
/** @typedef {import("./words/vectors.js").Table} Table */
/** @typedef {(name: string) => Promise<any>} Read the content of a file of the index */

/** Steps of a coordinate of a word. */
const WORD_LEVELS = 16;
/** @type {Postings} */
const NOTHING = { papers: [], impacts: [] };
/** Characters of a file's version. */
const VERSION = 4;

/**
 * Returns the name of a file of the index.
 * @param {Head} head
 * @param {string} name a kind of file and a number, such as `common-3.json`
 * @returns {string} the name of the file, which has its version in it
 */
export function fileName(head, name) {
  const [kind = "", number = ""] = name.split(/[-.]/);
  const at = Math.floor(Number(number) / (head.together[kind] ?? 1)) * VERSION;
  return `${kind}-${number}-${head.versions[kind]?.slice(at, at + VERSION)}.json`;
}

/** Thrown if a search must wait for files. */
export class Waiting extends Error {}
export class Store {
  /**
   * @param {Head} head
   * @param {Read} read
   */
  constructor(head, read) {
    this.head = head;
    /** The languages of the texts, the commonest first. */
    this.languages = head.languages ?? [ENGLISH];
    this.losses = 0; // how often papers changed their positions, as they do where one of several indexes is lost
    /** @private @type {Map<string, string[][][]>} */
    this.members = new Map();
    /** @private */
    this.read = read;
    /** @private @type {Map<string, any>} */
    this.files = new Map();
    /** @private @type {Set<string>} */
    this.wanted = new Set();
    /** @private @type {Map<string, Promise<void>>} files on their way */
    this.coming = new Map();
    /** @private @type {Map<string, Postings>} */
    this.decoded = new Map();
  }

  /**
   * The forms of each member of each group of synonyms in a language.
   * @param {string} language
   * @returns {string[][][]}
   */
  groups(language) {
    const groups = this.members.get(language)
      ?? this.head.groups.map((group) => group.map((member) => memberForms(member, language)));
    this.members.set(language, groups);
    return groups;
  }

  /**
   * The papers of a key; none where it is unknown.
   * @param {string} key
   * @param {Tier} [tier]
   * @returns {Postings}
   */
  postings(key, tier = "common") {
    const known = this.decoded.get(key);
    if (known) return known;
    const code = this.shard(tier, this.number(tier, key)).get(key);
    if (code === undefined) return NOTHING;
    const postings = decode(code, /^:| =/.test(key) ? 1 : SHARDS.impacts);
    this.decoded.set(key, postings);
    return postings;
  }

  /**
   * @param {string} key
   * @returns {boolean} whether a common key is known
   */
  has(key) {
    return !this.isTooLong(key) && this.shard("common", this.number("common", key)).has(key);
  }

  /**
   * The common keys that begin with a prefix, in order, from the first `shards` shards that may hold them.
   * @param {string} prefix
   * @param {number} shards
   * @returns {string[]}
   */
  expandPrefix(prefix, shards) {
    if (this.isTooLong(prefix)) return [];
    const first = this.number("common", prefix);
    /** @type {string[]} */
    const expanded = [];
    for (let number = first; number < Math.min(first + shards, this.head.common.length); number += 1) {
      const start = this.head.common[number] ?? "";
      if (number > first && !start.startsWith(prefix) && inOrder(start, prefix) > 0) break;
      for (const key of this.shard("common", number).keys()) if (key.startsWith(prefix)) expanded.push(key);
    }
    return expanded;
  }

  /**
   * Whether a key is of a whole name, and longer than all names.
   * @private
   * @param {string} key
   */
  isTooLong(key) {
    return key.startsWith("!") && [...key].length > this.head.longest_name;
  }

  /**
   * Words as they are written, and `!` names, that begin with any of some letters, with their log document frequencies.
   * @param {string[]} letters
   * @returns {[string, number][]}
   */
  spellings(letters) {
    return [...new Set(letters)].flatMap((letter) => {
      const number = Object.hasOwn(this.head.words, letter) ? this.head.words[letter] : undefined;
      const file = number === undefined ? undefined : this.file(`words-${number}.json`);
      return /** @type {[string, number][]} */ (file ?? []);
    });
  }

  /**
   * @param {string} term
   * @returns {number[] | undefined} its vector, in steps; undefined where it has none or the file is on its way
   */
  wordVector(term) {
    const code = this.head.meanings && this.shard("meanings", this.number("meanings", term)).get(term);
    return code === undefined ? undefined : digitsOf(code, WORD_LEVELS);
  }

  /** How many of the best papers by words are ordered anew by meaning. */
  reranked() {
    const [, papers] = this.head.vectors ?? [0, 0];
    return papers >= this.head.papers ? VECTORS.reranked : VECTORS.reranked_of_many;
  }

  /**
   * @param {number} position
   * @returns {{numbers: ArrayLike<number>, length: number}} the vector of a paper, in steps, and its length: 0 where it
   *   has none, or the file is on its way
   */
  paperVector(position) {
    const [size, papers] = this.head.vectors ?? [0, 1];
    /** @type {Table | undefined} */
    const table = this.file(`vectors-${Math.floor(position / papers)}.json`);
    if (!table) return { numbers: [], length: 0 };
    const at = position % papers;
    const numbers = table.numbers.subarray(at * size, (at + 1) * size);
    const length = (table.lengths[at] ||= Math.sqrt(numbers.reduce((sum, number) => sum + number * number, 0)));
    return { numbers, length };
  }

  /**
   * @param {number} position
   * @returns {Hit | undefined} undefined while its file is on its way
   */
  hit(position) {
    const size = this.head.cards;
    return this.file(`cards-${Math.floor(position / size)}.json`)?.[position % size];
  }

  /**
   * @param {number} position
   * @returns {any} the other stored fields of a record; undefined while its file is on its way
   */
  storedFields(position) {
    const size = this.head.details;
    return this.file(`details-${Math.floor(position / size)}.json`)?.[position % size];
  }

  /** @returns {number[]} for each position the place in the order of names; itself while that is fetched */
  names() {
    const own = this.head.versions.order === undefined ? undefined : this.file("order-0.json");
    return own ?? Array.from({ length: this.head.papers }, (_, at) => at);
  }

  /** Want no file of vectors any longer. Tells whether one was wanted. */
  forgo() {
    const wanted = [...this.wanted].filter((name) => /^(?:meanings|vectors)-/.test(name));
    for (const name of wanted) this.wanted.delete(name);
    return wanted.length > 0;
  }

  /** Break off where files are missing. */
  settle() {
    if (this.wanted.size) throw new Waiting();
  }

  /** Fetch what is wanted. Rejects where a file cannot be read. */
  async fill() {
    const names = [...this.wanted];
    this.wanted.clear();
    await Promise.all(names.map((name) => this.fetched(name)));
  }

  /**
   * Two searches at once may want the same file.
   * @private
   * @param {string} name
   */
  fetched(name) {
    const coming = this.coming.get(name) ?? this.take(name).finally(() => this.coming.delete(name));
    this.coming.set(name, coming);
    return coming;
  }

  /**
   * @private
   * @param {string} name
   */
  async take(name) {
    this.files.set(name, opened(name, await this.read(name), this.head));
  }

  /**
   * @private
   * @param {string} name
   * @returns {any} what a file holds; undefined while it is on its way
   */
  file(name) {
    const content = this.files.get(name);
    if (content === undefined) this.wanted.add(name);
    return content;
  }

  /**
   * @private
   * @param {Tier} tier
   * @param {number} number
   * @returns {Map<string, string>} key to coded postings list
   */
  shard(tier, number) {
    return this.file(`${tier}-${number}.json`) ?? new Map();
  }

  /**
   * The number of the shard that may hold a key.
   * @private
   * @param {Tier} tier
   * @param {string} key
   */
  number(tier, key) {
    const firsts = this.head[tier] ?? [];
    let low = 0;
    let high = firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (inOrder(firsts[middle] ?? "", key) <= 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }
}

/**
 * @param {string} name
 * @param {any} content
 * @param {Head} head
 */
function opened(name, content, head) {
  if (/^(common|rare|meanings)-/.test(name)) return openShard(content);
  if (name.startsWith("vectors-")) return openTable(content, head.vectors?.[0] ?? 0);
  if (name.startsWith("order-")) {
    return content.names.split(" ").flatMap((/** @type {string} */ code) => decode(code, 1).papers);
  }
  return name.startsWith("words-") ? openWords(content) : content;
}

/** @param {{keys: string, postings: string}} file */
function openShard({ keys, postings }) {
  const codes = postings.split(" ");
  return new Map(frontDecoded(keys).map((key, at) => [key, codes[at] ?? ""]));
}

/** @param {{words: string, spread: string}} file */
function openWords({ words: coded, spread }) {
  return frontDecoded(coded).map((word, at) => [word, parseInt(spread.charAt(at), 36)]);
}

/**
 * @param {string} coded
 * @returns {string[]}
 */
function frontDecoded(coded) {
  let before = "";
  return (coded ? coded.split(SHARDS.separator) : []).map((part) => {
    const shared = parseInt(part.charAt(0), 36);
    // Characters beyond the basic plane are two units of a JavaScript string.
    const kept = /[\ud800-\udfff]/.test(before) ? [...before].slice(0, shared).join("") : before.slice(0, shared);
    before = kept + part.slice(1);
    return before;
  });
}

/**
 * @param {string} code
 * @param {number} most impacts of the key
 * @returns {Postings}
 */
function decode(code, most) {
  /** @type {Postings} */
  const postings = { papers: [], impacts: [] };
  let number = 0;
  let scale = 1;
  let paper = -1;
  for (let at = 0; at < code.length; at += 1) {
    const digit = DIGITS.get(code.charCodeAt(at)) ?? 0;
    number += (digit % SHARDS.base) * scale;
    scale *= SHARDS.base;
    if (digit >= SHARDS.base) continue;
    paper += Math.floor(number / most) + 1;
    postings.papers.push(paper);
    postings.impacts.push((number % most) + 1);
    number = 0;
    scale = 1;
  }
  return postings;
}
