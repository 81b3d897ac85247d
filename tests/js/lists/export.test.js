import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "../modules.js";
import { card, DIMENSIONS, nastyTitles, SITE } from "../papers.js";

/** @type {typeof import("../../../generator/assets/js/lists/export_formats.js")} */
const { asBibtex, asCsl, asCsv, asMarkdown, asRis, FORMATS } = await load("lists/export_formats.js");
/** @type {typeof import("../../../generator/assets/js/lists/publication.js")} */
const { asPublication, nameOf, plainText } = await load("lists/publication.js");
/** @type {typeof import("../../../generator/assets/js/lists/import_formats.js")} */
const { parseList } = await load("lists/import_formats.js");
/** @type {typeof import("../../../generator/assets/js/lists/import_bibtex.js")} */
const { bibtexEntries } = await load("lists/import_bibtex.js");
/** @type {typeof import("../../../generator/assets/js/lists/import_csv.js")} */
const { records } = await load("lists/import_csv.js");

/** @typedef {import("../../../generator/assets/js/lists/publication.js").Hit} Hit */
/** @typedef {import("../../../generator/assets/js/lists/publication.js").StoredFields} StoredFields */

const BJORN = { "Björn van der Ødegård": { given: "Björn", particle: "van der", family: "Ødegård" } };

/**
 * @param {Partial<Hit>} [more]
 * @param {Partial<StoredFields>} [detail]
 */
function publication(more = {}, detail = {}) {
  return asPublication(
    card(1, "Tides of GPT-4o: 5% & more", more),
    { position: 1, id: "paper-1", people: BJORN, ...detail },
    DIMENSIONS,
    SITE,
  );
}

const PUBLISHED = publication(
  { venue: "TIDES 2024", year: 2023, name: "Tides" },
  { ids: { arxiv: "2305.03689", doi: "10.1/a_b", acl: "2024.tides.1" }, venue_year: 2024, type: "inproceedings" },
);

test("BibTeX", () => {
  assert.equal(
    asBibtex([PUBLISHED, publication()]),
    "@inproceedings{paper-1,\n  title = {Tides of {GPT-4o}: 5\\% \\& more},\n" +
      "  author = {Ada Quay and van der Ødegård, Björn},\n  booktitle = {TIDES 2024},\n  year = {2024},\n" +
      "  eprint = {2305.03689},\n  archivePrefix = {arXiv},\n  doi = {10.1/a_b},\n" +
      "  url = {https://aclanthology.org/2024.tides.1/},\n}\n\n" +
      "@misc{paper-1,\n  title = {Tides of {GPT-4o}: 5\\% \\& more},\n" +
      "  author = {Ada Quay and van der Ødegård, Björn},\n" +
      "  year = {2024},\n  url = {https://survey.example/deep/papers/paper-1/},\n}\n",
  );
});

test("without authors no format has an empty one, and BibTeX a key to sort by", () => {
  const named = publication({ name: "Ti_des", authors: [] });
  const publications = [named, publication({ authors: [" ", ""] })];
  const keys = asBibtex(publications).match(/^ {2}(?:author|key) .*$/gm);
  assert.deepEqual(keys, ["  key = {Ti\\_des},", "  key = {Tides of GPT-4o: 5\\% \\& more},"]);
  assert.doesNotMatch(asBibtex([publication()]), /^ {2}key/m);
  const edited = publication({ authors: [] }, { type: "book", publisher: "Pier", editors: ["Ada Quay"] });
  assert.doesNotMatch(asBibtex([edited]), /^ {2}key/m);
  assert.doesNotMatch(asRis(publications), /^A[U1]/m);
  assert.ok(JSON.parse(asCsl(publications)).every((/** @type {object} */ item) => !("author" in item)));
  assert.equal([...records(asCsv(publications), ",")][1]?.[3], "");
  assert.doesNotMatch(asMarkdown(publications), /— *—|— *$|undefined/m);
});

test("RIS", () => {
  assert.equal(
    asRis([PUBLISHED]),
    ["TY  - CONF", "ID  - paper-1", "TI  - Tides of GPT-4o: 5% & more", "AU  - Quay, Ada",
      "AU  - van der Ødegård, Björn", "PY  - 2024",
      "T2  - TIDES 2024", "DO  - 10.1/a_b", "AN  - arXiv:2305.03689", "UR  - https://aclanthology.org/2024.tides.1/",
      "KW  - Pointing", "KW  - =VQA", "KW  - OCR; scans", "ER  - ", ""].join("\r\n"),
  );
});

test("CSL-JSON", () => {
  assert.deepEqual(JSON.parse(asCsl([publication(
    { venue: "Journal of Tides" }, { ids: { arxiv: "2305.03689" }, type: "article" },
  )])), [{
    id: "paper-1", "citation-key": "paper-1", type: "article-journal", title: "Tides of GPT-4o: 5% & more",
    author: [{ family: "Quay", given: "Ada" }, { "non-dropping-particle": "van der", family: "Ødegård",
      given: "Björn" }],
    issued: { "date-parts": [[2024]] }, "container-title": "Journal of Tides", number: "arXiv:2305.03689",
    URL: "https://arxiv.org/abs/2305.03689", keyword: "Pointing, =VQA, OCR; scans",
  }]);
});

test("CSV", () => {
  const [head = [], row = []] = [...records(asCsv([PUBLISHED]), ",")];
  const cells = Object.fromEntries(head.map((name, at) => [name, row[at]]));
  assert.deepEqual(cells, {
    id: "paper-1", title: "Tides of GPT-4o: 5% & more", name: "Tides", authors: "Ada Quay; Björn van der Ødegård",
    year: "2024",
    venue: "TIDES 2024", container: "", volume: "", issue: "", pages: "", publisher: "",
    doi: "10.1/a_b", arxiv: "2305.03689", acl: "2024.tides.1",
    url: "https://aclanthology.org/2024.tides.1/",
    page: "https://survey.example/deep/papers/paper-1/", Area: "Pointing", Task: "'=VQA; OCR; scans",
    summary: "About Tides of GPT-4o: 5% & more",
  });
  assert.equal(asCsv([]).split("\r\n").length, 2);
});

test("Markdown", () => {
  assert.equal(
    asMarkdown([PUBLISHED]),
    "- [Tides of GPT-4o: 5% & more](https://survey.example/deep/papers/paper-1/)" +
      " — Ada Quay, Björn van der Ødegård — *TIDES 2024*, 2024" +
      " — [arXiv](https://arxiv.org/abs/2305.03689) · [DOI](https://doi.org/10.1/a%5Fb)\n",
  );
});

test("no spreadsheet computes a cell", () => {
  for (const sign of ["=", "+", "-", "@", "＝", "＋", "－", "＠"]) {
    for (const title of [`${sign}HYPERLINK("x")`, `'${sign}1`]) {
      const [, row = []] = [...records(asCsv([publication({ title })]), ",")];
      assert.equal(row[1], `'${title}`);
    }
  }
});

test("names in parts: those of the index, else the last word is the family's", () => {
  const people = new Map([["María García Márquez", { given: "María", family: "García Márquez" }]]);
  /** @type {[string, object][]} */
  const cases = [
    ["Ada Quay", { family: "Quay", given: "Ada" }],
    ["Bryan A. Plummer", { family: "Plummer", given: "Bryan A." }],
    ["María García Márquez", { family: "García Márquez", given: "María" }],
    ["木村芽衣", { family: "木村芽衣" }],
    ["", { family: "" }],
  ];
  for (const [name, parts] of cases) assert.deepEqual(nameOf(name, people), parts, name);
});

test("BibTeX takes each name apart as it is", () => {
  const names = [
    "Ludwig van Beethoven", "Walter Sample Jr.", "The Maze Group", "Élodie Quay", "Santiago Ramón y Cajal", "Zed",
  ];
  const people = {
    "Ludwig van Beethoven": { given: "Ludwig", particle: "van", family: "Beethoven" },
    "Walter Sample Jr.": { given: "Walter", family: "Sample", suffix: "Jr." },
    "The Maze Group": { literal: "The Maze Group" },
    "Santiago Ramón y Cajal": { given: "Santiago", family: "Ramón y Cajal" },
  };
  const text = asBibtex([publication({ authors: names }, { people, editors: ["Ed Itor"] })]);
  const authors = [
    "van Beethoven, Ludwig", "Sample, Jr., Walter", "{The Maze Group}", "Quay, Élodie", "{Ramón y Cajal}, Santiago",
    "Zed",
  ];
  assert.ok(text.includes(`  author = {${authors.join(" and ")}},\n`), text);
  assert.match(text, /^ {2}editor = \{Ed Itor\},$/m);
  const [item] = JSON.parse(asCsl([publication({ authors: names }, { people })]));
  assert.deepEqual(item.author[0], { "non-dropping-particle": "van", family: "Beethoven", given: "Ludwig" });
  assert.match(asRis([publication({ authors: names }, { people })]), /^AU {2}- Sample, Walter, Jr\.\r$/m);
});

test("every format gives volume, issue, pages, publisher and numbers", () => {
  const article = publication(
    { venue: "JB" },
    { type: "article", container: "Journal of Boats", volume: "3", issue: "4", pages: "12–34", publisher: "P & Q",
      publisher_place: "Oxford", edition: "12", series: "Boats & Ropes, 7", archive: "B 12", translators: ["Ada Quay"],
      isbn: ["978-3-16-148410-0"], issn: ["1234-5678"], title_bibtex: "On {$\\alpha$}",
      lang: "de", langid: "german" },
  );
  const bibtex = asBibtex([article]);
  for (const line of [
    "title = {On {$\\alpha$}}", "journal = {Journal of Boats}", "volume = {3}", "number = {4}", "pages = {12--34}",
    "publisher = {P \\& Q}", "isbn = {978-3-16-148410-0}", "issn = {1234-5678}",
    "langid = {german}", "address = {Oxford}", "edition = {12th}",
    "series = {Boats \\& Ropes, 7}", "library = {B 12}", "translator = {Ada Quay}",
  ]) assert.ok(bibtex.includes(`  ${line},\n`), line);
  const ris = asRis([article]);
  for (const tag of [
    "TY  - JOUR", "T2  - Journal of Boats", "VL  - 3", "IS  - 4", "SP  - 12", "EP  - 34", "SN  - 1234-5678", "LA  - de",
    "CY  - Oxford", "ET  - 12", "T3  - Boats & Ropes, 7", "AV  - B 12", "A4  - Quay, Ada",
  ]) assert.ok(ris.includes(`${tag}\r\n`), tag);
  const [item] = JSON.parse(asCsl([article]));
  assert.equal(item["container-title"], "Journal of Boats");
  assert.equal(item["container-title-short"], "JB");
  assert.deepEqual([item.type, item.volume, item.issue, item.page], ["article-journal", "3", "4", "12-34"]);
  assert.equal(item.language, "de");
  assert.deepEqual([item["collection-title"], item.archive_location], ["Boats & Ropes, 7", "B 12"]);
  assert.deepEqual([item["publisher-place"], item.edition, item.translator[0].family], ["Oxford", "12", "Quay"]);
});

test("whatever a title holds, every format keeps it and its form", () => {
  const titles = nastyTitles(3_000).filter((title) => plainText(title));
  const publications = titles.map((title, at) => asPublication(card(at, title, { venue: title, authors: [title] }),
    { position: at, id: "" }, DIMENSIONS, SITE));
  const wanted = publications.map(({ title }) => title);
  assert.equal(publications.length, wanted.length);

  const entries = bibtexEntries(asBibtex(publications), publications.length);
  // A text of this site comes back to the letter, but for signs that nobody sees and how its accents are encoded.
  const seen = wanted.map((title) => title.replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, ""));
  assert.deepEqual(entries.map(({ fields }) => fields.title ?? ""),
    seen.map((title) => title.trim().replace(/\s+/g, " ").normalize("NFC")));
  assert.deepEqual(entries.map(({ key }) => key), publications.map(({ id }) => id));

  const rows = asRis(publications).split("\r\n");
  assert.deepEqual(rows.flatMap((row) => (row.startsWith("TI  - ") ? row.slice(6) : [])), wanted);
  assert.equal(rows.filter((row) => row.startsWith("TY  - ")).length, publications.length);
  assert.equal(rows.filter((row) => row.startsWith("ER  - ")).length, publications.length);
  for (const row of rows) assert.match(row, /^(?:[A-Z][A-Z0-9] {2}- .*)?$/u);

  const items = JSON.parse(asCsl(publications));
  assert.deepEqual(items.map((/** @type {{title: string}} */ item) => item.title), wanted);

  const table = [...records(asCsv(publications), ",")].slice(1);
  assert.deepEqual(table.map((row) => row[1]?.replace(/(^|; *)'(?='*[=+\-@\t\r＝＋－＠])/g, "$1")), wanted);
  assert.ok(table.every((row) => row.length === 19));
  assert.ok(table.flat().every((cell) => !/^[=+\-@\t\r＝＋－＠]/.test(cell)));

  assert.equal(asMarkdown(publications).split("\n").length, publications.length + 1);
});

test("a list comes back in from every format", () => {
  const titles = nastyTitles(300).filter((title) => plainText(title));
  const publications = titles.map((title, at) =>
    asPublication(card(at, title), { position: at, id: "" }, DIMENSIONS, SITE),
  );
  for (const format of FORMATS) {
    const { format: read, entries } = parseList(format.write(publications));
    assert.equal(read, format.key);
    assert.deepEqual(entries.map(({ key }) => key), publications.map(({ id }) => id), format.key);
  }
});

test("an empty list is an empty list", () => {
  for (const format of FORMATS) assert.deepEqual(parseList(format.write([])).entries, [], format.key);
});
