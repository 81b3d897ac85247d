import assert from "node:assert/strict";
import { test } from "node:test";

import { chance, hostileTexts, load } from "../modules.js";
import { card, clientOf } from "../papers.js";

/** @type {typeof import("../../../generator/assets/js/lists/import_formats.js")} */
const { MOST_ENTRIES, parseList } = await load("lists/import_formats.js");
/** @type {typeof import("../../../generator/assets/js/lists/import_bibtex.js")} */
const { bibtexEntries, latexText } = await load("lists/import_bibtex.js");
/** @type {typeof import("../../../generator/assets/js/lists/import_match.js")} */
const { matchList, MOST_TITLES } = await load("lists/import_match.js");
/** @type {typeof import("../../../generator/assets/js/search/tokens.js")} */
const { plain } = await load("search/tokens.js");

const one = (/** @type {object} */ said) => ({ key: "", title: "", doi: "", arxiv: "", ...said });

// --- reading ---

test("the content tells the format", () => {
  /** @type {[string, string, object[]][]} */
  const cases = [
    ["https://x.example/explore/?q=y&ids=a,b-c,%20,A", "address", [one({ key: "a" }), one({ key: "b-c" })]],
    ["?ids=a%2Cb#top", "address", [one({ key: "a" }), one({ key: "b" })]],
    ["  \n% notes\n@Article { a1 , Title = {A {B} c} }", "bibtex", [one({ key: "a1", title: "A B c" })]],
    ['@misc(k, title = "A {"}B{"} c" # d, eprint={2305.03689v2})', "bibtex",
      [one({ key: "k", title: 'A "B" cd', arxiv: "2305.03689" })]],
    ['@string{x = "y"} @comment{z} @book{k, doi=https://doi.org/10.1234/AB.c}', "bibtex",
      [one({ key: "k", doi: "10.1234/ab.c" })]],
    ["\ufeffTY  - JOUR\r\nT1  - A\r\nDO  - 10.1234/x\r\nER  -\r\nTY  - CONF\rTI  - B\r" +
      "UR  - https://arxiv.org/pdf/2305.03689v3", "ris",
      [one({ title: "A", doi: "10.1234/x" }), one({ title: "B", arxiv: "2305.03689" })]],
    ['[{"id":7,"title":"A"},null,"b",{"title":["x"],"number":"arXiv:2305.03689"}]', "csl",
      [one({ key: "7", title: "A" }), one({ key: "b" }), one({ arxiv: "2305.03689" })]],
    ['{"items":[{"id":"a","URL":"https://s.example/papers/own/"}]}', "csl", [one({ key: "own" })]],
    ['Title;DOI\n"A; ""b""\nc";10.1234/x\n;;\n', "csv", [one({ title: 'A; "b" c', doi: "10.1234/x" })]],
    ["id\ta\n'=x\t1", "csv", [one({ key: "=x" })]],
    ["# List\n\n1. [A \\[b\\] &amp; c](https://s.example/papers/own/) — 2024\n" +
      "* https://arxiv.org/abs/2305.03689.\n- A Title\nown-id\n", "markdown",
      [one({ key: "own", title: "A [b] & c" }), one({ arxiv: "2305.03689" }), one({ title: "A Title" }),
        one({ key: "own-id" })]],
    ["10.1234/a.b\narXiv:cs/0112017", "markdown", [one({ doi: "10.1234/a.b", title: "10.1234/a.b" }),
      one({ arxiv: "cs/0112017" })]],
    ["", "markdown", []],
    ["[", "csl", []],
  ];
  for (const [text, format, entries] of cases) assert.deepEqual(parseList(text), { format, entries }, text);
});

test("LaTeX becomes text", () => {
  const cases = {
    "{\\'e}t{\\^a}t \\\"{o} \\'{\\i} \\c{c} {\\v{S}} \\~n": "étât ö í ç Š ñ",
    "{\\ss}\\o{} \\L\\'od\\'z {\\AA}rhus": "ßø Łódź Århus",
    "50\\% \\& \\_x\\_ \\textbackslash{}\\textbraceleft{}a~b $x^2$": "50% & _x_ \\{a b x^2",
    "\\emph{very} \\unknown good\n  day": "very good day",
    "\\": "\\", "{{{": "", "\\textbf": "",
  };
  for (const [latex, text] of Object.entries(cases)) assert.equal(latexText(latex), text.normalize("NFC"), latex);
});

test("names of fields harm nothing", () => {
  const [entry] = bibtexEntries("@misc{a, __proto__ = {x}, constructor = {y}, title = {z}, title = {later}}", 9);
  assert.equal(entry?.fields.title, "z");
  assert.equal(/** @type {any} */ ({}).x, undefined);
  assert.deepEqual(parseList('[{"__proto__":{"title":"x"},"id":{"toString":1}}]').entries, []);
});

test("any text is read without an error, in time", () => {
  const random = chance(5);
  const pieces = ["@a{", "@misc{k,", "title = {", "}", '"', "#", "TY  - ", "\nER  - ", "[", "{", '{"id":', ",", ";",
    "\t", "id,title\n", "](", "?ids=", "\n", "- ", "\\", "x", "é", "\0"];
  const some = () => pieces[Math.floor(random() * pieces.length)] ?? "";
  const texts = hostileTexts(2_000);
  for (let at = 0; at < 3_000; at += 1) texts.push(Array.from({ length: Math.floor(random() * 30) }, some).join(""));
  for (const text of texts) {
    for (const { key, title, doi, arxiv } of parseList(text).entries) {
      assert.ok(key || title || doi || arxiv);
      assert.ok([key, title, doi, arxiv].every((said) => said.length <= 1_000));
    }
  }
});

test("5 MB of anything are read in seconds", () => {
  const units = [
    "@a{", "@misc{k, title = {", "@misc{k, a = {b}, ", '@misc{k, a = "', "@misc{k, a = b # ", "{", "[", '["a",',
    '{"a":', '"', "id,title\n\"", 'id,title\n"a""',
    "id;", "TY  - ", "TY  - X\nTI  - y\n", "[a](", "[\\", "- [", "?ids=", "a,", " ", "\n", "x", "\u0301", "\ud800",
    "arxiv:", "https://", "\\'", "<", "猫",
  ];
  for (const unit of units) {
    const text = unit.repeat(Math.ceil(5_000_000 / unit.length));
    const began = performance.now();
    const { entries } = parseList(text);
    const took = performance.now() - began;
    assert.ok(entries.length <= MOST_ENTRIES);
    assert.ok(took < 3_000, `${JSON.stringify(unit)} took ${took} ms`);
  }
});

// --- finding ---

const CARDS = [
  card(0, "A Lamp for Every Harbour", { id: "lamp" }),
  card(1, "CLIP the Ropes: Knots from Captions", { id: "clip", name: "RopeCLIP" }),
  card(2, "Tide Tables Read by Machines, at Last", { id: "tides" }),
];
const client = () => clientOf(CARDS, { 1: { ids: { arxiv: "2305.03689", doi: "10.1234/ropes" } } }, plain);

test("papers are found by id, DOI, arXiv number and title", async () => {
  const entries = parseList(
    "@a{tides,} @a{x, eprint={2305.03689v4}} @a{y, doi={10.1234/ROPES}} " +
      "@a{z, title={A {LAMP} for every   harbour.}} @a{none, title={Something Else}}",
  ).entries;
  assert.deepEqual(await matchList(entries, client()),
    { ids: ["tides", "clip", "lamp"], found: 4, unknown: ["Something Else"], unasked: 0 });
});

test("somebody else's key does not stand for a paper with another title", async () => {
  const match = (/** @type {string} */ text) => matchList(parseList(text).entries, client());
  const other = "Learning Transferable Visual Models";
  assert.deepEqual((await match(`@a{clip, title={${other}}}`)).unknown, [other]);
  assert.deepEqual((await match(`@a{clip, title={${other}}, eprint={2103.00020}}`)).unknown, [other]);
  assert.deepEqual((await match(`@a{clip, title={A Title Since Changed}, eprint={2305.03689}}`)).ids, ["clip"]);
  assert.deepEqual((await match("@a{clip, title={CLIP the ropes}}")).ids, ["clip"]);
  assert.deepEqual((await match("@a{lamp, title={Tide Tables Read by Machines, at Last}}")).ids, ["tides"]);
});

test("a name, or a title without its end, is enough", async () => {
  const match = (/** @type {string} */ text) => matchList(parseList(text).entries, client());
  assert.deepEqual((await match("RopeCLIP")).ids, ["clip"]);
  assert.deepEqual((await match("- Tide tables read by machines")).ids, ["tides"]);
  assert.deepEqual((await match("- Tide tables")).ids, []);
});

test("only so many titles are looked up", async () => {
  const searched = client();
  const entries = Array.from({ length: MOST_TITLES + 30 }, (_, at) => one({ title: `No such long title here ${at}` }));
  const match = await matchList(entries, searched);
  assert.equal(searched.asked.length, MOST_TITLES);
  assert.equal(match.unasked, 30);
  assert.equal(match.unknown.length, entries.length);
});

test("a question that a later one overtook is asked again", async () => {
  const searched = client();
  let turns = 0;
  const { ask } = searched;
  searched.ask = async (question) => ((turns += 1) < 3 ? null : ask(question));
  assert.deepEqual((await matchList([one({ title: "A Lamp for Every Harbour" })], searched)).ids, ["lamp"]);
});

test("marks alone are no title", async () => {
  const searched = client();
  assert.deepEqual((await matchList([one({ title: '"?!"' })], searched)).unknown, ['"?!"']);
  assert.deepEqual(searched.asked, []);
});
