/**
 * What the explorer shows, as the query part of its address and back.
 * `?q=WORDS&area=KEY&task=KEY,KEY&year=2022..2024&sort=newest&view=table&columns=year,venue`: each
 * parameter besides the named ones is a dimension with the chosen keys. `?ids=ID,ID` shows these papers.
 * `&shown=40` says how many results a reader has asked to see, where that is more than come at first.
 *
 * An address shows everybody the same: without `view` a list, and nothing that an earlier visit left
 * changes that. Only the bare address, without a question mark, says nothing, and opens the view of the
 * visit before. A list without conditions therefore also has an address of its own, `?view=list`.
 */

/** @typedef {"relevance" | "newest" | "oldest" | "name" | "mentioned"} Sort */
/** @typedef {"list" | "table" | "cards" | "map"} View */
/**
 * @typedef {object} State
 * @property {string} q
 * @property {Map<string, string[]>} choices dimension to chosen keys; years also as `FROM..TO`
 * @property {Sort} sort
 * @property {View} view
 * @property {string[] | null} columns of the table; null for the usual ones
 * @property {string[]} ids papers to show whatever else the state says; none for a search
 */

/** @type {readonly Sort[]} the first is the one that an address leaves out */
export const SORTS = ["relevance", "newest", "oldest", "name", "mentioned"];
/** @type {readonly View[]} the first is the one that an address leaves out */
export const VIEWS = ["list", "table", "cards", "map"];

/**
 * Returns the state that an address holds. Any text gives one.
 * @param {string} search with or without the question mark
 * @returns {State}
 */
export function parseState(search) {
  /** @type {State} */
  const state = { q: "", choices: new Map(), sort: "relevance", view: "list", columns: null, ids: [] };
  for (const pair of search.replace(/^\?/, "").split("&")) {
    const at = pair.indexOf("=");
    if (at < 0) continue;
    const key = decoded(pair.slice(0, at));
    const value = pair.slice(at + 1);
    const several = value.split(",").map(decoded);
    if (key === "q") state.q = decoded(value);
    else if (key === "sort") state.sort = SORTS.find((sort) => sort === decoded(value)) ?? "relevance";
    else if (key === "view") state.view = VIEWS.find((view) => view === decoded(value)) ?? "list";
    else if (key === "columns") state.columns = without(several);
    else if (key === "ids") state.ids = without([...state.ids, ...several]);
    else if (key && key !== "shown") state.choices.set(key, without([...(state.choices.get(key) ?? []), ...several]));
  }
  for (const [key, values] of state.choices) if (!values.length) state.choices.delete(key);
  return state;
}

/**
 * Returns the query of the address for a state: empty for the explorer as it opens first.
 * @param {State} state
 * @returns {string}
 */
export function formatState({ q, choices, sort, view, columns, ids }) {
  const pairs = q ? [`q=${encoded(q)}`] : [];
  for (const [key, values] of choices) {
    if (values.length) pairs.push(`${encoded(key)}=${values.map(encoded).join(",")}`);
  }
  if (sort !== SORTS[0]) pairs.push(`sort=${sort}`);
  if (view !== VIEWS[0]) pairs.push(`view=${view}`);
  if (columns) pairs.push(`columns=${columns.map(encoded).join(",")}`);
  if (ids.length) pairs.push(`ids=${ids.map(encoded).join(",")}`);
  return pairs.length ? `?${pairs.join("&")}` : "";
}

/**
 * Returns the query of an address that shows a state to everybody.
 * @param {State} state
 * @returns {string} with its question mark
 */
export function formatLink(state) {
  return formatState(state) || `?view=${VIEWS[0]}`;
}

/**
 * Returns how many results an address asks for.
 * @param {string} search
 * @returns {number} 0 where it does not say
 */
export function parseShown(search) {
  const shown = new URLSearchParams(search).get("shown") ?? "";
  return /^\d{1,6}$/.test(shown) ? Number(shown) : 0;
}

/**
 * Returns the address of a state with the number of results that a reader has asked to see.
 * @param {string} address of a state
 * @param {number} shown how many results; 0 for as many as come at first
 * @returns {string}
 */
export function withShown(address, shown) {
  return shown ? `${address}${address ? "&" : "?"}shown=${shown}` : address;
}

/**
 * Returns the state after a click on a value. If a paper has only one value of the dimension, the click replaces the
 * chosen one.
 * @param {State} state
 * @param {{key: string, several: boolean}} dimension
 * @param {string} value
 * @returns {State}
 */
export function toggled(state, { key, several }, value) {
  const chosen = state.choices.get(key) ?? [];
  const rest = several ? chosen.filter((one) => one !== value) : [];
  return withChoice(state, key, chosen.includes(value) ? rest : [...rest, value]);
}

/**
 * Returns the state with these values chosen in a dimension; an empty list chooses none.
 * @param {State} state
 * @param {string} key
 * @param {string[]} values
 * @returns {State}
 */
export function withChoice(state, key, values) {
  const choices = new Map(state.choices);
  if (values.length) choices.set(key, values);
  else choices.delete(key);
  return { ...state, choices };
}

/**
 * Returns a text without some stretches of it, as a query without some of its conditions.
 * @param {string} q
 * @param {{start: number, end: number}[]} spans in order, apart from one another
 * @returns {string}
 */
export function withoutSpans(q, spans) {
  let rest = "";
  let at = 0;
  for (const { start, end } of spans) {
    rest += `${q.slice(at, start)} `;
    at = end;
  }
  return (rest + q.slice(at)).replace(/\s+/g, " ").trim();
}

/**
 * Returns the first and the last year of a choice of years; an empty text for an open end.
 * @param {string[]} years
 * @returns {[string, string]}
 */
export function yearSpan(years) {
  const [from = "", to] = years.length === 1 ? (years[0] ?? "").split("..") : [];
  return [from, to ?? from];
}

/**
 * Returns the choice of years between two ends, in the right order even if they are given reversed.
 * @param {string} from "" for any
 * @param {string} to "" for any
 * @returns {string[]}
 */
export function yearsBetween(from, to) {
  if (from === to) return from ? [from] : [];
  return [from && to && from > to ? `${to}..${from}` : `${from}..${to}`];
}

/**
 * @param {string[]} values
 * @returns {string[]} each once, none empty
 */
function without(values) {
  return [...new Set(values)].filter(Boolean);
}

/**
 * @param {string} text
 * @returns {string}
 */
function decoded(text) {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced; // a stray percent sign stands for itself
  }
}

/**
 * @param {string} text
 * @returns {string}
 */
function encoded(text) {
  // Half a surrogate pair cannot be encoded.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")).replaceAll("%20", "+");
}
