/** Finds the papers of an imported list in the survey: by id, DOI and arXiv number, else by title. */
import { plain } from "../search/analysis.js";

/** @typedef {import("./import_formats.js").Entry} Entry */
/** @typedef {import("./publication.js").Hit} Hit */
/** @typedef {import("./publication.js").Client} Client */
/**
 * `ids` each once, in the list's order; `found` counts the entries that led to one; `unknown`
 * names the others; `unasked` counts those among them whose title was not looked up any more.
 * @typedef {{ids: string[], found: number, unknown: string[], unasked: number}} Match
 */

/** The most titles that are searched for, one search each. */
export const MOST_TITLES = 200;
const BATCH = 100;
/** Words of a title that make a question; further ones narrow nothing. */
const WORDS = 12;

/**
 * Resolves to the papers of a list that the survey has, and those that it has not.
 * @param {Entry[]} entries
 * @param {Client} client
 * @param {(done: number, all: number) => void} [tell] called on the way
 * @returns {Promise<Match>}
 */
export async function matchList(entries, client, tell = () => {}) {
  /** @type {(string | null)[]} */
  const idOf = [];
  for (let at = 0; at < entries.length; at += BATCH) {
    tell(at, entries.length);
    idOf.push(...(await byIds(entries.slice(at, at + BATCH), client)));
  }
  let lookedUp = 0;
  let unasked = 0;
  for (const [at, { title }] of entries.entries()) {
    if (idOf[at] || !title) continue;
    if (lookedUp >= MOST_TITLES) unasked += 1;
    else {
      lookedUp += 1;
      tell(at, entries.length);
      idOf[at] = await byTitle(title, client);
    }
  }
  const ids = idOf.filter((id) => id !== null);
  const unknown = entries.flatMap(({ title, key, doi, arxiv }, at) => (idOf[at] ? [] : title || key || doi || arxiv));
  return { ids: [...new Set(ids)], found: ids.length, unknown, unasked };
}

/**
 * Somebody else's key may be an id here and mean another paper, so a key counts only where nothing
 * else that the entry says speaks against it.
 * @param {Entry[]} entries
 * @param {Client} client
 * @returns {Promise<(string | null)[]>}
 */
async function byIds(entries, client) {
  const names = entries.map(({ key, doi, arxiv }) => [key, doi && `doi:${doi}`, arxiv && `arxiv:${arxiv}`]);
  const queries = [...new Set(names.flat().filter(Boolean))];
  const answers = queries.length ? await client.find(queries) : [];
  const positionOf = new Map(queries.map((name, at) => [name, answers[at] ?? -1]));
  const positionBy = (/** @type {string | undefined} */ name) => positionOf.get(name ?? "") ?? -1;
  const positions = [...new Set([...positionOf.values()])].filter((position) => position >= 0);
  const cards = new Map((positions.length ? await client.hits(positions) : []).map((card) => [card.position, card]));
  const doubtful = entries.flatMap((entry) => {
    const card = cards.get(positionBy(entry.key));
    return card && !agrees(entry, card) ? card.position : [];
  });
  const details = doubtful.length ? await client.storedFields([...new Set(doubtful)]) : [];
  const ids = new Map(details.map((detail) => [detail.position, detail.ids]));
  return entries.map((entry, at) => {
    const own = cards.get(positionBy(entry.key));
    if (own && (agrees(entry, own) || hasIds(entry, ids.get(own.position)))) return own.id;
    const other = Math.max(positionBy(names[at]?.[1] || undefined), positionBy(names[at]?.[2] || undefined));
    return cards.get(other)?.id ?? null;
  });
}

/**
 * @param {Entry} entry
 * @param {Hit} card
 * @returns {boolean} whether nothing else is said, or a title that shares half of its words
 */
function agrees({ title, doi, arxiv }, card) {
  if (!title) return !doi && !arxiv;
  const ours = new Set(plain(card.title));
  const theirs = new Set(plain(title));
  const shared = [...theirs].filter((word) => ours.has(word)).length;
  return shared * 2 >= Math.min(ours.size, theirs.size);
}

/**
 * @param {Entry} entry
 * @param {Record<string, string> | undefined} ids
 * @returns {boolean}
 */
function hasIds({ doi, arxiv }, ids = {}) {
  const own = (ids.arxiv ?? "").toLowerCase().replace(/v\d+$/, "");
  return Boolean((doi && ids.doi?.toLowerCase() === doi) || (arxiv && own === arxiv));
}

/**
 * @param {string} title or a name
 * @param {Client} client
 * @returns {Promise<string | null>}
 */
async function byTitle(title, client) {
  const words = plain(title);
  if (!words.length) return null;
  const whole = words.join("");
  const fields = words.length <= 4 ? ["title", "name"] : ["title"];
  for (const field of fields) {
    const rows = await ask(`${field}:"${words.slice(0, WORDS).join(" ")}"`, client);
    const row = rows.find(({ title, name = "" }) => [title, name].some((text) => plain(text).join("") === whole));
    if (row) return row.id;
    // A title without its second half, as many lists have it.
    const [only] = rows;
    if (rows.length === 1 && only && words.length >= 5 && plain(only.title).join("").startsWith(whole)) return only.id;
  }
  return null;
}

/**
 * @param {string} q
 * @param {Client} client
 * @returns {Promise<Hit[]>}
 */
async function ask(q, client) {
  for (let turn = 0; turn < 5; turn += 1) {
    const answer = await client.ask({ q, choices: {}, sort: "relevance", from: 0, count: 10, open: [] });
    if (answer) return answer.total ? answer.rows : [];
    // The reader's own question went before.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return [];
}
