/** Parses BibTeX in one pass over the text, however its braces are unbalanced. */

/** Characters of one value. Without a bound, each unclosed brace would have the rest of the text searched. */
const LONGEST = 20_000;

/**
 * Returns the entries of a text, at most `most`: fields by name in lower case, LaTeX as plain text. `@string`,
 * `@comment` and `@preamble` are left out.
 * @param {string} text
 * @param {number} most
 * @returns {{key: string, fields: Record<string, string>}[]}
 */
export function bibtexEntries(text, most) {
  /** @type {{key: string, fields: Record<string, string>}[]} */
  const entries = [];
  const head = /@([a-z]{1,30})\s{0,20}[{(]\s{0,20}([^,\s{}()="]{0,200})\s{0,20},/giy;
  for (let at = text.indexOf("@"); at >= 0 && entries.length < most; ) {
    head.lastIndex = at;
    const match = head.exec(text);
    let end = at + 1;
    if (match && !/^(?:string|comment|preamble)$/i.test(match[1] ?? "")) {
      const fields = Object.create(null);
      end = readFields(text, head.lastIndex, fields);
      entries.push({ key: match[2] ?? "", fields });
    }
    at = text.indexOf("@", end);
  }
  return entries;
}

/**
 * @param {string} text
 * @param {number} at after the key
 * @param {Record<string, string>} fields to be filled
 * @returns {number} where the entry ends
 */
function readFields(text, at, fields) {
  const name = /[\s,]{0,200}([^\s,={}()"#@]{1,40})\s{0,20}=\s{0,20}/gy;
  for (let from = at; ; ) {
    name.lastIndex = from;
    const match = name.exec(text);
    if (!match) return from;
    let value = "";
    from = name.lastIndex;
    for (;;) {
      const [piece, end] = readValue(text, from);
      value += piece;
      const joint = /\s{0,20}#\s{0,20}/y;
      joint.lastIndex = end;
      if (end === from || !joint.test(text)) {
        from = end;
        break;
      }
      from = joint.lastIndex;
    }
    fields[(match[1] ?? "").toLowerCase()] ??= latexText(value);
  }
}

/**
 * One value: in braces, in quotes, or bare.
 * @param {string} text
 * @param {number} at
 * @returns {[string, number]} the value, and where it ends
 */
function readValue(text, at) {
  const opening = text[at];
  if (opening !== "{" && opening !== '"') {
    const bare = /[^\s,{}()#"@]{1,200}/y;
    bare.lastIndex = at;
    const [word = ""] = bare.exec(text) ?? [];
    return [word, at + word.length];
  }
  let depth = 0;
  // BibTeX counts every brace, also one after a backslash.
  const last = Math.min(text.length, at + LONGEST);
  for (let end = at; end < last; end += 1) {
    const sign = text[end];
    if (sign === "{") depth += 1;
    else if (sign === "}") depth -= 1;
    const closed = opening === "{" ? depth === 0 : depth === 0 && sign === '"' && end > at;
    if (closed) return [text.slice(at + 1, end), end + 1];
  }
  return ["", at];
}

/** @type {Record<string, string>} */
const ACCENTS = {
  "`": "\u0300",
  "'": "\u0301",
  "^": "\u0302",
  "~": "\u0303",
  "=": "\u0304",
  u: "\u0306",
  ".": "\u0307",
  '"': "\u0308",
  r: "\u030a",
  H: "\u030b",
  v: "\u030c",
  d: "\u0323",
  c: "\u0327",
  k: "\u0328",
};
/** @type {Record<string, string>} */
const COMMANDS = {
  textbackslash: "\\", textbraceleft: "{", textbraceright: "}", textasciitilde: "~", textasciicircum: "^",
  ss: "ß", ae: "æ", AE: "Æ", oe: "œ", OE: "Œ", o: "ø", O: "Ø", l: "ł", L: "Ł", aa: "å", AA: "Å", i: "i", j: "j",
};
const LATEX = /\\([A-Za-z]{1,20})(?:\{\}|\s{1,20})?|\\([`'^~=."])\s?\{?\\?(\p{L})\}?|\\([^A-Za-z])|[{}$]|~/gu;

/**
 * Returns LaTeX as plain text: accents are put on their letters, other commands and braces are dropped.
 * @param {string} latex
 * @returns {string}
 */
export function latexText(latex) {
  const lettered = latex.replace(/\\([uvHcdkr])\s?\{\\?(\p{L})\}/gu, (_, accent, letter) => letter + ACCENTS[accent]);
  return lettered
    .replace(LATEX, (all, command, accent, letter, sign) => {
      if (command) return COMMANDS[command] ?? "";
      if (accent) return letter + ACCENTS[accent];
      return sign ?? (all === "~" ? " " : "");
    })
    .replace(/\s+/g, " ")
    .trim()
    .normalize("NFC");
}
