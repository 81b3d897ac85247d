/**
 * What the explorer shows, as the query part of its address and back.
 * `?q=WORDS&area=KEY&task=KEY,KEY&year=2022..2024&sort=newest`: each parameter
 * besides `q` and `sort` is a dimension with the chosen keys.
 */

/** @typedef {"relevance" | "newest" | "name"} Sort */
/** @typedef {{q: string, choices: Map<string, string[]>, sort: Sort}} State */

/** @type {readonly Sort[]} the first is the one that an address leaves out */
export const SORTS = ["relevance", "newest", "name"];

/**
 * The state that an address holds. Any text gives one.
 * @param {string} search with or without the question mark
 * @returns {State}
 */
export function parseState(search) {
  /** @type {State} */
  const state = { q: "", choices: new Map(), sort: "relevance" };
  for (const pair of search.replace(/^\?/, "").split("&")) {
    const at = pair.indexOf("=");
    if (at < 0) continue;
    const key = decoded(pair.slice(0, at));
    const value = pair.slice(at + 1);
    if (key === "q") state.q = decoded(value);
    else if (key === "sort") state.sort = SORTS.find((sort) => sort === decoded(value)) ?? "relevance";
    else if (key) state.choices.set(key, without([...(state.choices.get(key) ?? []), ...value.split(",").map(decoded)]));
  }
  for (const [key, values] of state.choices) if (!values.length) state.choices.delete(key);
  return state;
}

/**
 * The address of a state: empty for the bare explorer, else with its question mark.
 * @param {State} state
 * @returns {string}
 */
export function formatState({ q, choices, sort }) {
  const pairs = q ? [`q=${encoded(q)}`] : [];
  for (const [key, values] of choices) {
    if (values.length) pairs.push(`${encoded(key)}=${values.map(encoded).join(",")}`);
  }
  if (sort !== "relevance") pairs.push(`sort=${sort}`);
  return pairs.length ? `?${pairs.join("&")}` : "";
}

/**
 * The state after a click on a value. Of a dimension of which a paper has one value, the
 * click chooses it in place of the others.
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
