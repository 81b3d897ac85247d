import assert from "node:assert/strict";
import { test } from "node:test";

import { hostileTexts, load } from "../modules.js";
import { card, DIMENSIONS } from "../papers.js";

/** @type {typeof import("../../../generator/assets/js/lists/comparison.js")} */
const { comparedIds, compareRows } = await load("lists/comparison.js");

test("rows of cells, with what papers share marked", () => {
  const cards = [
    card(0, "A", { values: { area: [0], task: [0, 2], has: [0] }, venue: "TIDES 2024", mentioned: 1 }),
    card(1, "B", { values: { area: [1], task: [2] }, authors: ["Ada Quay"], mentioned: 3, summary: "About A" }),
    card(2, "C", { values: { area: [0] }, year: 0, authors: [], summary: "" }),
  ];
  const details = [
    {
      position: 0,
      id: "",
      builds_on: ["CLIP", "clip"],
      introduces: [{ name: "Lamp", kind: "model" }],
      problem: "Dark",
    },
    { position: 1, id: "", builds_on: ["CLIP"], figures: ["3 knots"], problem: "Dark" },
    { position: 2, id: "", builds_on: ["Clip"] },
  ];
  const rows = compareRows(cards, details, DIMENSIONS);
  const told = rows.map(({ title, cells }) => [
    title,
    ...cells.map((parts) => parts.map(({ text, shared }) => text + (shared || "")).join("|")),
  ]);
  assert.deepEqual(told, [
    ["In one sentence", "About A", "About A", ""],
    ["Area", "Reading2", "Pointing", "Reading2"],
    ["Task", "OCR; scans|Retrieval2", "Retrieval2", ""],
    ["Year", "20242", "20242", ""],
    ["Venue", "TIDES 2024", "", ""],
    ["Figures", "", "3 knots", ""],
    ["Introduces", "Lamp (model)", "", ""],
    ["Builds on", "CLIP3|clip3", "CLIP3", "Clip3"],
    ["Problem", "Dark", "Dark", ""],
    ["Comes with", "Code", "", ""],
    ["Authors", "Ada Quay2|Björn van der Ødegård", "Ada Quay2", ""],
    ["Mentioned by", "1 other paper", "3 other papers", ""],
  ]);
});

test("whatever the texts, each paper has a cell in each row", () => {
  const texts = hostileTexts(300);
  for (let at = 0; at + 6 < texts.length; at += 6) {
    const cards = texts
      .slice(at, at + 6)
      .map((text, position) => card(position, text, { venue: text, authors: [text], values: {} }));
    const details = cards.map(({ position, title }) => ({
      position,
      id: "",
      figures: [title],
      builds_on: texts.slice(at, at + 3),
    }));
    for (const { cells } of compareRows(cards, details, DIMENSIONS)) {
      assert.equal(cells.length, 6);
      for (const { text, shared } of cells.flat()) assert.ok(text && shared !== 1 && shared <= 6);
    }
  }
});

test("nothing to compare gives no rows", () => {
  assert.deepEqual(compareRows([], [], DIMENSIONS), []);
});

test("the address says which", () => {
  assert.deepEqual(comparedIds("?ids=b,a,b&x=1&ids=c"), ["b", "a", "c"]);
  assert.deepEqual(comparedIds("?ids=,%20a%20,<b>,A,__proto__"), ["a"]);
  for (const text of hostileTexts(500))
    for (const id of comparedIds(`?ids=${text}`)) assert.match(id, /^[a-z0-9-]{1,80}$/);
});
