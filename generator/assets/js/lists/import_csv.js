/** Parses CSV whose first line names the columns, with commas, semicolons or tabs between cells. */

/** @typedef {"id" | "title" | "doi" | "arxiv" | "url" | "page"} Column */

/** @type {Map<string, Column>} */
const COLUMNS = new Map([
  ["key", "id"],
  ["id", "id"],
  ["title", "title"],
  ["doi", "doi"],
  ["arxiv", "arxiv"],
  ["url", "url"],
  ["page", "page"],
]);

/**
 * Returns the papers in a CSV text, at most `most`; what a row lacks is an empty text.
 * @param {string} text
 * @param {number} most
 * @returns {{key: string, title: string, doi: string, arxiv: string, url: string}[]}
 */
export function csvEntries(text, most) {
  const rows = records(text, delimiter(text));
  const columns = columnsOf(rows.next().value ?? []);
  const entries = [];
  for (const row of rows) {
    const cell = (/** @type {Column} */ name) => unguarded(row[columns.get(name) ?? -1] ?? "");
    entries.push({
      key: cell("id"), title: cell("title"), doi: cell("doi"), arxiv: cell("arxiv"), url: cell("page") || cell("url"),
    });
    if (entries.length >= most) break;
  }
  return entries;
}

/**
 * Returns the positions of the columns that are read, by the names in the first row; the first of equal names counts.
 * @param {string[]} row the first
 * @returns {Map<Column, number>}
 */
export function columnsOf(row) {
  /** @type {Map<Column, number>} */
  const columns = new Map();
  row.forEach((cell, at) => {
    const name = COLUMNS.get(cell.trim().toLowerCase());
    if (name && !columns.has(name)) columns.set(name, at);
  });
  return columns;
}

/**
 * Returns the character between cells: the most frequent of the possible ones in the first line.
 * @param {string} text
 * @returns {string}
 */
export function delimiter(text) {
  const first = text.slice(0, 5_000).split(/[\r\n]/, 1)[0] ?? "";
  const signs = [",", ";", "\t"].map((sign) => ({ sign, count: first.split(sign).length }));
  return signs.reduce((best, next) => (next.count > best.count ? next : best)).sign;
}

/**
 * Yields the rows of a text. A quotation mark that is never closed reaches to its end.
 * @param {string} text
 * @param {string} sign
 * @returns {Generator<string[], undefined>}
 */
export function* records(text, sign) {
  const ends = new RegExp(`[${sign}\\r\\n"]`, "g");
  /** @type {string[]} */
  let row = [];
  let cell = "";
  for (let at = 0; at < text.length; ) {
    ends.lastIndex = at;
    const end = ends.exec(text)?.index ?? text.length;
    cell += text.slice(at, end);
    at = end + 1;
    if (text[end] === '"') {
      const [quoted, after] = readQuoted(text, at);
      cell += quoted;
      at = after;
    } else if (text[end] === sign) {
      row.push(cell);
      cell = "";
    } else if (row.length || cell) {
      yield [...row, cell];
      row = [];
      cell = "";
    }
  }
  if (row.length || cell) yield [...row, cell];
  return undefined;
}

/**
 * @param {string} text
 * @param {number} start after the opening quote
 * @returns {[string, number]} what stands in the quotes, and where to go on
 */
function readQuoted(text, start) {
  /** @type {string[]} */
  const parts = [];
  for (let at = start; ; ) {
    const end = text.indexOf('"', at);
    if (end < 0) return [parts.join("") + text.slice(at), text.length];
    const doubled = text[end + 1] === '"';
    parts.push(text.slice(at, doubled ? end + 1 : end));
    if (!doubled) return [parts.join(""), end + 1];
    at = end + 2;
  }
}

/**
 * A cell without the apostrophe that keeps a spreadsheet from computing it.
 * @param {string} text
 * @returns {string}
 */
function unguarded(text) {
  return text.replace(/(^|; *)'(?='*[=+\-@\t\r＝＋－＠])/g, "$1");
}
