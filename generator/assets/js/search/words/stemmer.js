/**
 * What the stemmers of Snowball have in common: a word, a cursor in it, and the steps that their rules are made of. The
 * stemmers themselves are translated from Python while building (`generator/build/stemmer_scripts.py`), with the names
 * that they have there. A word consists of characters of one UTF-16 unit.
 */

/** @typedef {Set<string>} Grouping */
/**
 * An ending (or a beginning) of a table: the text, the number of the longest other that it ends with, what it stands
 * for, and the condition that must hold.
 * @typedef {[string, number, number, string?]} Among
 */

/** @typedef {{stem: (word: string) => string, stops: Set<string>, elided: RegExp}} Rules */

/**
 * What the analysis knows of a language.
 * @param {string} stops its stop words, folded
 * @param {string} elided what is elided before an apostrophe
 * @param {[string, string][]} restored what the end of a folded word is made before it is stemmed
 * @param {new () => Stemmer} stemmer
 * @returns {Rules}
 */
export function rulesOf(stops, elided, restored, stemmer) {
  const one = new stemmer();
  const patterns = restored.map(([pattern, full]) => /** @type {const} */ ([new RegExp(pattern), full]));
  return {
    stem: (word) => one.stem_word(patterns.reduce((whole, [pattern, full]) => whole.replace(pattern, full), word)),
    stops: new Set(stops.split(" ")),
    elided: new RegExp(elided ? `^(?:${elided.replaceAll(" ", "|")})['’]` : "^(?!)", "iu"),
  };
}

export class Stemmer {
  current = "";
  cursor = 0;
  limit = 0;
  limit_backward = 0;
  bra = 0;
  ket = 0;

  /**
   * @param {string} word
   * @returns {string}
   */
  stem_word(word) {
    this.current = word;
    this.cursor = 0;
    this.limit = word.length;
    this.limit_backward = 0;
    this.bra = 0;
    this.ket = word.length;
    this.stem();
    return this.current;
  }

  /** The rules of a language. */
  stem() {}

  // One step forwards, or as many as there are, over characters that are of a grouping or are not; `_b` is backwards.

  /** @param {Grouping} grouping */
  in_grouping(grouping) {
    return this.forward(grouping, true);
  }

  /** @param {Grouping} grouping */
  out_grouping(grouping) {
    return this.forward(grouping, false);
  }

  /** @param {Grouping} grouping */
  in_grouping_b(grouping) {
    return this.backward(grouping, true);
  }

  /** @param {Grouping} grouping */
  out_grouping_b(grouping) {
    return this.backward(grouping, false);
  }

  /** @param {Grouping} grouping */
  go_in_grouping(grouping) {
    while (this.forward(grouping, true));
    return this.cursor < this.limit;
  }

  /** @param {Grouping} grouping */
  go_out_grouping(grouping) {
    while (this.forward(grouping, false));
    return this.cursor < this.limit;
  }

  /** @param {Grouping} grouping */
  go_in_grouping_b(grouping) {
    while (this.backward(grouping, true));
    return this.cursor > this.limit_backward;
  }

  /** @param {Grouping} grouping */
  go_out_grouping_b(grouping) {
    while (this.backward(grouping, false));
    return this.cursor > this.limit_backward;
  }

  /**
   * @param {Grouping} grouping
   * @param {boolean} within
   */
  forward(grouping, within) {
    if (this.cursor >= this.limit || grouping.has(this.current.charAt(this.cursor)) !== within) return false;
    this.cursor += 1;
    return true;
  }

  /**
   * @param {Grouping} grouping
   * @param {boolean} within
   */
  backward(grouping, within) {
    const ends = this.cursor <= this.limit_backward;
    if (ends || grouping.has(this.current.charAt(this.cursor - 1)) !== within) return false;
    this.cursor -= 1;
    return true;
  }

  /** @param {string} text */
  eq_s(text) {
    if (!this.begins(text)) return false;
    this.cursor += text.length;
    return true;
  }

  /** @param {string} text */
  eq_s_b(text) {
    if (!this.ends(text)) return false;
    this.cursor -= text.length;
    return true;
  }

  /**
   * @param {string} text
   * @returns {boolean} whether it stands behind the cursor
   */
  begins(text) {
    return this.cursor + text.length <= this.limit && this.current.startsWith(text, this.cursor);
  }

  /**
   * @param {string} text
   * @returns {boolean} whether it stands before the cursor
   */
  ends(text) {
    const start = this.cursor - text.length;
    return start >= this.limit_backward && this.current.startsWith(text, start);
  }

  /** @param {Among[]} among */
  find_among(among) {
    return this.longest(among, this.cursor, 1, ([text]) => this.begins(text));
  }

  /** @param {Among[]} among */
  find_among_b(among) {
    return this.longest(among, this.cursor, -1, ([text]) => this.ends(text));
  }

  /**
   * What the longest text of a table stands for that fits and whose condition holds; 0 where there is none.
   * @param {Among[]} among
   * @param {number} from where the cursor is
   * @param {1 | -1} sign the way it goes
   * @param {(one: Among) => boolean} fits
   * @returns {number}
   */
  longest(among, from, sign, fits) {
    let best = -1;
    among.forEach((one, at) => {
      if (one[0].length >= (among[best]?.[0].length ?? 0) && fits(one)) best = at;
    });
    for (let one = among[best]; one; one = among[one[1]]) {
      const [text, , result, condition] = one;
      this.cursor = from + sign * text.length;
      if (!condition) return result;
      const holds = /** @type {any} */ (this)[condition]();
      this.cursor = from + sign * text.length;
      if (holds) return result;
    }
    return 0;
  }

  /**
   * @param {number} bra
   * @param {number} ket
   * @param {string} text to stand between them
   * @returns {number} by how much the word grows
   */
  replace_s(bra, ket, text) {
    const growth = text.length - (ket - bra);
    this.current = this.current.slice(0, bra) + text + this.current.slice(ket);
    this.limit += growth;
    if (this.cursor >= ket) this.cursor += growth;
    else if (this.cursor > bra) this.cursor = bra;
    return growth;
  }

  /** @param {string} text */
  slice_from(text) {
    this.replace_s(this.bra, this.ket, text);
    this.ket = this.bra + text.length;
  }

  slice_del() {
    this.slice_from("");
  }

  slice_to() {
    return this.current.slice(this.bra, this.ket);
  }

  /**
   * @param {number} bra
   * @param {number} ket
   * @param {string} text
   */
  insert(bra, ket, text) {
    const growth = this.replace_s(bra, ket, text);
    if (bra <= this.bra) this.bra += growth;
    if (bra <= this.ket) this.ket += growth;
  }
}
