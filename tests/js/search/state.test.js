import assert from "node:assert/strict";
import { test } from "node:test";

import { hostileTexts, load } from "../modules.js";

/** @type {typeof import("../../../generator/assets/js/search/state.js")} */
const {
  formatLink, formatState, parseShown, parseState, SORTS, toggled, VIEWS, withoutSpans, withShown, yearsBetween,
  yearSpan,
} = await load("search/state.js");

test("an address holds the state", () => {
  const address = "?q=llava+st&area=documents&task=a,b&year=2022..2024&sort=newest&view=table&columns=year,task";
  const state = parseState(address);
  assert.equal(state.q, "llava st");
  assert.deepEqual([...state.choices], [["area", ["documents"]], ["task", ["a", "b"]], ["year", ["2022..2024"]]]);
  assert.equal(state.sort, "newest");
  assert.deepEqual([state.view, state.columns, state.ids], ["table", ["year", "task"], []]);
  assert.equal(formatState(state), address);
  assert.deepEqual(parseState("?ids=a,b,,a&ids=c").ids, ["a", "b", "c"]);
  assert.equal(formatState(parseState("?columns=")), "?columns=", "no column is a choice as well");
});

test("the bare explorer has a bare address", () => {
  assert.equal(formatState(parseState("")), "");
  assert.equal(formatState(parseState("?q=&task=&sort=relevance&x")), "");
  assert.equal(formatState(parseState("?sort=sideways&view=upright&ids=")), "");
});

test("a link says what the bare address leaves open", () => {
  assert.equal(formatLink(parseState("")), "?view=list");
  for (const address of ["?q=x", "?view=map", "?area=a&sort=name"]) {
    assert.equal(formatLink(parseState(address)), address);
  }
});

test("an address says how many results are shown, and that is no filter", () => {
  for (const address of ["", "?q=x", "?area=a&view=cards"]) {
    assert.equal(parseShown(withShown(address, 40)), 40);
    assert.equal(formatState(parseState(withShown(address, 40))), address);
    assert.equal(withShown(address, 0), address);
  }
  for (const shown of ["-3", "1e9", "NaN", "99999999999", "20,40", ""]) {
    assert.equal(parseShown(`?shown=${shown}`), 0, shown);
  }
});

test("a state comes back from its address", () => {
  const texts = hostileTexts(500);
  for (let at = 0; at + 3 < texts.length; at += 1) {
    // Half a surrogate pair has no address; it becomes the replacement character.
    const [q = "", key = "", one = "", other = ""] = texts
      .slice(at, at + 4)
      .map((text) => text.replace(/\p{Surrogate}/gu, "\ufffd"));
    const values = [...new Set([one, other])].filter(Boolean);
    const name = `f-${key}`;
    /** @type {import("../../../generator/assets/js/search/state.js").State} */
    const state = {
      q, choices: new Map(values.length ? [[name, values]] : []), sort: SORTS[at % 5] ?? "name",
      view: VIEWS[at % 3] ?? "list", columns: at % 2 ? values : null, ids: at % 7 ? [] : values,
    };
    assert.deepEqual(parseState(formatState(state)), state);
  }
});

test("any address gives a state, and its own address gives the same", () => {
  for (const text of hostileTexts(2000)) {
    const state = parseState(`?${text}&q=${text}&task=${text}`);
    const address = formatState(state);
    assert.equal(formatState(parseState(address)), address);
  }
});

test("a click chooses, another takes away", () => {
  const start = parseState("?q=x&area=a&task=b");
  const several = { key: "task", several: true };
  const single = { key: "area", several: false };
  assert.equal(formatState(toggled(start, several, "c")), "?q=x&area=a&task=b,c");
  assert.equal(formatState(toggled(start, several, "b")), "?q=x&area=a");
  assert.equal(formatState(toggled(start, single, "z")), "?q=x&area=z&task=b");
  assert.equal(formatState(toggled(start, single, "a")), "?q=x&task=b");
  assert.equal(formatState(start), "?q=x&area=a&task=b");
});

test("a query without a condition keeps the words around it", () => {
  const q = "ocr  year:2024 -video long";
  assert.equal(withoutSpans(q, [{ start: 5, end: 14 }]), "ocr -video long");
  assert.equal(withoutSpans(q, [{ start: 5, end: 14 }, { start: 15, end: 21 }]), "ocr long");
  assert.equal(withoutSpans("", []), "");
});

test("two selects make a span of years, and a span sets the selects", () => {
  for (const [from = "", to = ""] of [["2020", "2022"], ["2020", ""], ["", "2022"], ["", ""], ["2021", "2021"]]) {
    assert.deepEqual(yearSpan(yearsBetween(from, to)), [from, to]);
  }
  assert.deepEqual(yearsBetween("2024", "2020"), ["2020..2024"]);
  assert.deepEqual(yearsBetween("2024", "2024"), ["2024"]);
  assert.deepEqual(yearSpan(["2020", "2022"]), ["", ""], "no span");
});
