import assert from "node:assert/strict";
import { test } from "node:test";

import { chance, hostileTexts, load, papers, reader } from "../modules.js";

/** @typedef {import("../../../generator/assets/js/search/engine.js").SearchRequest} SearchRequest */
/** @typedef {import("../../../generator/assets/js/search/engine.js").SearchResponse} SearchResponse */
/** @typedef {import("../../../generator/assets/js/search/engine.js").Choices} Choices */
/** @typedef {import("../../../generator/assets/js/search/engine.js").Engine} Engine */
/** @typedef {import("../../../generator/assets/js/search/engine.js").Sort} Sort */
/** @typedef {import("../modules.js").Fact} Fact */

/** @type {typeof import("../../../generator/assets/js/search/engine.js")} */
const { openEngine } = await load("search/engine.js");

const toy = await openEngine(reader("toy"));
const crowd = await openEngine(reader("crowd"));
const dimensions = (await crowd.head()).dimensions;
const keys = dimensions.map(({ key }) => key);
const every = papers.map((_, position) => position);

/**
 * @param {Engine} engine
 * @param {string} q
 * @param {Partial<SearchRequest & {from: number, count: number, open: string[], early: number}>} [rest]
 */
const ask = (engine, q, rest = {}) =>
  engine.ask({ q, choices: {}, sort: "relevance", from: 0, count: 20, open: [], ...rest });

/**
 * @param {Engine} engine
 * @param {string} q
 * @param {Choices} [choices]
 * @param {Sort} [sort]
 */
const list = (engine, q, choices = {}, sort = "relevance") => engine.list({ q, choices, sort });

/** @param {number[]} positions */
const inOrder = (positions) => [...positions].sort((one, other) => one - other);

/**
 * The slow twin of choosing: which of some papers have what is chosen, by the records.
 * @param {number[]} found
 * @param {Choices} choices
 */
function chosen(found, choices) {
  return found.filter((position) =>
    dimensions.every(({ key, several }) => {
      const wanted = Object.hasOwn(choices, key) ? (choices[key] ?? []) : [];
      const own = papers[position]?.values[key] ?? [];
      const holds = (/** @type {string} */ one) => {
        const [from = "", to = ""] = one.split("..");
        return one.includes("..")
          ? own.some((year) => (from || "0") <= year && year <= (to || "9999"))
          : own.includes(one);
      };
      return !wanted.length || (several ? wanted.every(holds) : wanted.some(holds));
    }),
  );
}

/** @param {() => number} random */
function randomChoices(random) {
  /** @type {Choices} */
  const choices = {};
  for (const { key, values } of dimensions) {
    const some = values.map(([value]) => value).filter(() => random() < 0.4 / values.length);
    if (some.length) choices[key] = some;
  }
  if (random() < 0.2) choices.year = [random() < 0.5 ? "2021..2022" : "..2021"];
  if (random() < 0.1) choices["unheard-of"] = ["x"];
  if (random() < 0.1) choices["__proto__"] = ["x"];
  return choices;
}

const TEXTS = [
  "", "image", "caption ", "ground OR year:2022", "-video", '"scene caption"', "area:documents speech ", "zzzz",
];

// --- choices and counts ------------------------------------------------------

test("choices keep what the records say", async () => {
  const random = chance(1);
  for (let round = 0; round < 300; round += 1) {
    const q = TEXTS[round % TEXTS.length] ?? "";
    const choices = randomChoices(random);
    const found = inOrder(await list(crowd, q));
    assert.deepEqual(inOrder(await list(crowd, q, choices)), chosen(found, choices), JSON.stringify({ q, choices }));
  }
});

test("every count is what a click leaves, and no offer is empty", async () => {
  const random = chance(42);
  for (let round = 0; round < 150; round += 1) {
    const q = TEXTS[round % TEXTS.length] ?? "";
    const choices = randomChoices(random);
    const found = inOrder(await list(crowd, q));
    const { groups, total } = await ask(crowd, q, { choices, open: keys });
    assert.equal(total, chosen(found, choices).length);
    assert.deepEqual(groups.map(({ key }) => key), keys);
    for (const { key, several, values } of dimensions) {
      const group = groups.find((one) => one.key === key);
      const own = Object.hasOwn(choices, key) ? (choices[key] ?? []) : [];
      for (const [value, title] of values) {
        const offered = group?.values.find((one) => one.key === value);
        const spans = own.filter((one) => one.includes(".."));
        const spanned = spans.some((one) =>
          chosen(every, { year: [one] }).some((at) => papers[at]?.values.year?.[0] === value));
        const isChosen = own.includes(value) || spanned;
        assert.equal(offered?.chosen ?? false, isChosen, `${key} ${value}`);
        if (offered) assert.equal(offered.title, title);
        if (own.includes(value)) continue;
        const after = { ...choices, [key]: several ? [...own, value] : [value] };
        const left = chosen(found, after).length;
        assert.equal(offered?.count ?? 0, left, `${q} ${JSON.stringify(choices)} ${key} ${value}`);
        if (!isChosen) assert.equal(Boolean(offered), left > 0);
      }
    }
  }
});

test("a reader is told what looks like a choice and is none, and offered the choice that was meant", async () => {
  const unread = async (/** @type {string} */ q) => (await ask(crowd, q)).notes.unread ?? [];
  const [unknown] = await unread("colour:red image");
  assert.deepEqual([unknown?.field, unknown?.known, unknown?.q], ["colour", false, ""]);
  for (const key of ["area", "has", "year", "author", "title"]) assert.ok(unknown?.fields.includes(key), key);
  const [near] = await unread("image authors:wei ocr");
  assert.deepEqual([near?.near, near?.q, near?.fields], ["author:wei", "image author:wei ocr", []]);
  assert.deepEqual(await unread(near?.q ?? ""), []);
  assert.deepEqual(await unread("Seeing: a subtitle https://a.b 10:1 code:yes"), []);
  assert.deepEqual(await list(crowd, "code:yes"), await list(crowd, "has:code"));
});

test("what leaves most papers is offered first, of equals the first by name; years stay in order", async () => {
  const random = chance(7);
  let moved = 0;
  for (let round = 0; round < 60; round += 1) {
    const choices = round ? randomChoices(random) : {};
    const { groups } = await ask(crowd, TEXTS[round % TEXTS.length] ?? "", { choices, open: keys });
    for (const { key, values } of groups) {
      const before = (dimensions.find((one) => one.key === key)?.values ?? []).map(([value]) => value);
      const shown = values.map((one) => one.key);
      const listed = before.filter((value) => shown.includes(value));
      if (key === "year") assert.deepEqual(shown, listed);
      else if (shown.join() !== listed.join()) moved += 1;
      for (const [at, { count, title }] of key === "year" ? [] : values.slice(1).entries()) {
        const above = values[at] ?? { count: 0, title: "" };
        const byName = above.title.localeCompare(title, undefined, { numeric: true });
        const inOrder = above.count > count || (above.count === count && byName <= 0);
        assert.ok(inOrder, `${JSON.stringify(choices)} ${key}: ${above.title} ${above.count}, ${title} ${count}`);
      }
    }
  }
  assert.ok(moved, "no choice changes the order");
});

test("of several values all must hold where a paper may have several, else any", async () => {
  const two = await list(crowd, "", { task: ["ocr", "grounding"] });
  assert.deepEqual(
    inOrder(two),
    every.filter((at) => ["ocr", "grounding"].every((one) => papers[at]?.values.task?.includes(one))),
  );
  const any = await list(crowd, "", { area: ["documents", "unplaced"] });
  assert.deepEqual(
    inOrder(any),
    every.filter((at) => ["documents", "unplaced"].includes(papers[at]?.values.area?.[0] ?? "")),
  );
  assert.ok(two.length && any.length);
});

test("an unknown value leaves nothing, an unknown dimension changes nothing", async () => {
  const unknown = [
    ["area", "gone"], ["year", "soon"], ["year", "1066"], ["author", "nobody-at-all"], ["task", "__proto__"],
  ];
  for (const [key, value] of unknown) {
    assert.deepEqual(await list(crowd, "", { [key ?? ""]: [value ?? ""] }), [], `${key} ${value}`);
  }
  assert.equal((await list(crowd, "", { gone: ["x"], constructor: ["x"] })).length, papers.length);
  const { groups } = await ask(crowd, "", { open: ["gone", "__proto__", "area"] });
  assert.deepEqual(groups.map(({ key }) => key), ["area"]);
});

// --- order and slices --------------------------------------------------------

test("results are sorted as asked", async () => {
  const place = (/** @type {number} */ position) => papers[position]?.place ?? -1;
  const named = (await list(crowd, "image")).sort((one, other) => place(one) - place(other));
  assert.notDeepEqual(named, inOrder(named), "papers that joined later have later positions");
  const by = (/** @type {(paper: Fact) => number} */ key) =>
    [...named].sort((one, other) =>
      key(/** @type {Fact} */ (papers[one])) - key(/** @type {Fact} */ (papers[other]))
      || place(one) - place(other));
  assert.deepEqual(await list(crowd, "image", {}, "name"), named);
  assert.deepEqual(await list(crowd, "image", {}, "newest"), by(({ year }) => -(year ?? -Infinity)));
  assert.deepEqual(await list(crowd, "image", {}, "oldest"), by(({ year }) => year ?? Infinity));
  assert.deepEqual(await list(crowd, "image", {}, "mentioned"), by(({ mentioned }) => -mentioned));
  assert.notDeepEqual(await list(crowd, "image"), named);
  assert.deepEqual(await list(crowd, ""), await list(crowd, "", {}, "newest"));
});

test("the order of names is read where it is asked for, not for the best answers to words", async () => {
  /** @type {string[]} */
  const names = [];
  const engine = await openEngine(reader("crowd", names));
  await ask(engine, "image scene ", { open: keys });
  const ofOrder = () => names.filter((name) => name.startsWith("order-"));
  assert.deepEqual(ofOrder(), []);
  await ask(engine, "image scene ", { sort: "newest" });
  assert.equal(ofOrder().length, 1);
});

test("an answer is a slice of the list", async () => {
  for (const sort of /** @type {Sort[]} */ (["relevance", "newest", "mentioned", "name"])) {
    const all = await list(crowd, "image", { area: ["grounding"] }, sort);
    for (const [from, count] of [[0, 5], [3, 4], [all.length - 1, 20], [1_000, 20], [0, 0]]) {
      const rest = { choices: { area: ["grounding"] }, sort, from: from ?? 0, count: count ?? 0 };
      const answer = await ask(crowd, "image", rest);
      assert.deepEqual(answer.rows.map(({ position }) => position), all.slice(from, (from ?? 0) + (count ?? 0)));
      assert.equal(answer.total, all.length);
      assert.equal(answer.papers, papers.length);
    }
  }
});

// --- what a reader is told ---------------------------------------------------

test("a correction can be undone", async () => {
  for (const [typed, undone] of [
    ["halucination", '"halucination"'],
    ["video halucination in", 'video "halucination" in'],
    ["(halucination search) ", '("halucination" search)'],
    ["video/halucination,grounding ", 'video/ "halucination" ,grounding'],
    ["😀 halucination ", '😀 "halucination"'],
  ]) {
    const { notes } = await ask(toy, typed ?? "");
    assert.deepEqual(notes.corrections, [{ was: "halucination", now: "hallucination", q: undone }], typed);
    const without = await ask(toy, undone ?? "");
    assert.deepEqual(without.notes.corrections, [], undone);
    assert.equal(without.total, 0); // no paper has the word as it was typed
  }
});

test("the correction of a name can be undone, whatever stands between its words", async () => {
  for (const [typed, undone] of [
    ["llavva st ", '"llavva st"'],
    ["llavva -video st ", '"llavva" -video "st"'],
    ['llavva "st" ', '"llavva" "st"'],
  ]) {
    const { notes, rows } = await ask(toy, typed ?? "");
    assert.deepEqual(notes.corrections.map(({ was, q }) => [was, q]), [["llavva st", undone]]);
    if (!typed?.includes("-")) assert.deepEqual([notes.corrections[0]?.now, rows[0]?.id], ["LLaVA-ST", "llava-st"]);
    assert.deepEqual((await ask(toy, undone ?? "")).notes.corrections, [], undone);
  }
});

test("no word is corrected twice, whatever stands around it", async () => {
  const random = chance(8);
  const pieces = [
    "llavva", "st", "halucination", "serching", "grouding", "video", "the", "-video", "(", ")", '"', "/", ",", "a-",
    " ", "  ", "OR", "title:",
  ];
  for (let round = 0; round < 1_500; round += 1) {
    const chosenPieces = Array.from(
      { length: 1 + Math.floor(random() * 6) },
      () => pieces[Math.floor(random() * pieces.length)],
    );
    const q = chosenPieces.join(random() < 0.5 ? "" : " ");
    const { notes } = await ask(toy, q);
    for (const { was, q: undone } of notes.corrections) {
      const after = (await ask(toy, undone)).notes.corrections.filter((one) => one.was === was).length;
      const before = notes.corrections.filter((one) => one.was === was).length;
      assert.ok(after < before, `${JSON.stringify(q)} ${JSON.stringify(undone)}`);
    }
  }
});

test("synonyms are named by what was typed", async () => {
  const synonyms = async (/** @type {string} */ q) => (await ask(toy, q)).notes.synonyms;
  assert.deepEqual(await synonyms("hallucination "),
    [{ was: "hallucination", also: ["making things up", "where is"] }]);
  assert.deepEqual(await synonyms("making things up "),
    [{ was: "making things up", also: ["hallucination", "where is"] }]);
  assert.deepEqual(await synonyms("ocr "), [{ was: "OCR", also: ["Optical character recognition", "reading text"] }]);
  assert.deepEqual(await synonyms("where is "), []);
});

test("conditions say what they are and where they stand", async () => {
  const q = 'year:2022..2024 -video "scene text" has:code (area:documents OR author:li) title:search year:..2020';
  const { conditions } = await ask(toy, q);
  assert.deepEqual(conditions.map(({ label, excluded }) => [label, excluded]), [
    ["Year: 2022–2024", false],
    ["Not: video", true],
    ["“scene text”", false],
    ["Comes with: Code", false],
    ["Area: Documents and OCR or Author: li", false],
    ["Title: search", false],
    ["Year: to 2020", false],
  ]);
  assert.deepEqual(
    conditions.map(({ start, end }) => q.slice(start, end)).slice(0, 3),
    ["year:2022..2024", "-video", '"scene text"'],
  );
});

test("the terms to be marked are those that were searched", async () => {
  const { terms } = await ask(toy, "making things up, visual groundin");
  for (const term of ["visual", "ground", "hallucin+"]) assert.ok(terms.includes(term), term);
  assert.ok(!terms.some((term) => /[!~: ]/.test(term)));
});

// --- nothing found -----------------------------------------------------------

test("where nothing is found, what each condition holds back is counted", async () => {
  const choices = { area: ["documents"], task: ["image-search"] };
  const { total, relax } = await ask(toy, "hallucination year:2024 ", { choices });
  assert.equal(total, 0);
  assert.deepEqual(relax.map(({ label, total: left }) => [label, left]), [["all filters", 1]]);
  const random = chance(5);
  const conditions = [
    "year:2021", "-image", '"scene caption"', "author:wei", "area:grounding,documents", "title:video", "has:code",
    "NOT (video OR text)",
  ];
  let empty = 0;
  for (let round = 0; round < 400; round += 1) {
    const q = ["image", ...conditions.filter(() => random() < 0.4)].join(" ");
    const asked = { q, choices: randomChoices(random) };
    const answer = await ask(crowd, q, asked);
    if (answer.total) {
      assert.deepEqual([answer.relax, answer.suggest], [[], []]);
      continue;
    }
    empty += 1;
    for (const way of answer.relax) {
      assert.equal((await list(crowd, way.q, way.choices)).length, way.total, JSON.stringify({ asked, way }));
      assert.ok(way.total > 0 && way.label);
    }
    const totals = answer.relax.map((way) => way.total);
    assert.deepEqual(totals, [...totals].sort((one, other) => other - one));
  }
  assert.ok(empty > 20, String(empty));
});

test("where nothing is found, near words are offered that find something", async () => {
  for (const [q, word, now] of [
    ['"halucination"', "halucination", "hallucination"],
    ["halucination AND search", "halucination", "hallucination"],
    ["title:serch ", "serch", "search"],
    ['"guided visual saerch"', "saerch", "search"],
  ]) {
    const { total, suggest } = await ask(toy, q ?? "");
    assert.equal(total, 0, q);
    const best = suggest[0];
    assert.deepEqual([best?.word, best?.now], [word, now], q);
    for (const way of suggest) assert.equal((await list(toy, way.q)).length, way.total, way.q);
    assert.ok((best?.total ?? 0) > 0);
  }
  assert.deepEqual((await ask(toy, '"模型型型"')).suggest, []);
});

// --- papers by position and id -----------------------------------------------

test("papers are found by what they are and were called", async () => {
  for (const [position, { ids, arxiv, doi }] of papers.entries()) {
    const asked = [
      ...ids,
      ...(arxiv ? [`arxiv:${arxiv.replace(/v\d+$/, "")}`] : []),
      ...(doi ? [`doi:${doi.toLowerCase()}`] : []),
    ];
    assert.deepEqual(await crowd.find(asked), asked.map(() => position), asked.join(" "));
  }
  const known = ["v-search", "vstar", "arxiv:2409.20566", "doi:10.1109/cvpr(2024).01,2"];
  assert.deepEqual(await toy.find(known), [5, 5, 3, 3]);
  const unknown = ["", "absent", "__proto__", "arxiv:", "doi:10.1/x", "猫", "\ud800", "x".repeat(10_000)];
  assert.deepEqual(await toy.find(unknown), unknown.map(() => -1));
  assert.deepEqual(await toy.find([]), []);
});

test("cards and details are those of the positions asked for, in that order", async () => {
  const positions = [5, 0, 89, 5, 17];
  for (const rows of [await crowd.hits(positions), await crowd.storedFields(positions)]) {
    assert.deepEqual(
      rows.map(({ position, id }) => [position, id]),
      positions.map((position) => [position, papers[position]?.id]),
    );
  }
  const [card] = await crowd.hits([3]);
  assert.equal(card?.name ?? card?.title, papers[3]?.label);
  const whole = await crowd.storedFields(every);
  assert.deepEqual(whole.map(({ abstract }) => abstract ?? null), papers.map(({ abstract }) => abstract));
  assert.deepEqual(whole.map(({ ids }) => ids?.doi ?? null), papers.map(({ doi }) => doi));
});

// --- early answers -----------------------------------------------------------

/** @param {SearchResponse} answer */
const shown = ({ rows }) => rows.map(({ position }) => position);

test("a first answer of a large survey waits for no vectors, and the last has their order", async () => {
  /** @type {string[]} */
  const names = [];
  const engine = await openEngine(reader("meant", names), undefined, papers.length);
  const ofVectors = () => names.filter((name) => /^(?:meanings|vectors)-/.test(name));
  const q = "image video scene text model ";
  const first = await ask(engine, q, { early: 10, open: keys });
  assert.deepEqual([first.early, ofVectors()], [true, []]);
  const read = reader("crowd");
  const alone = await openEngine(async (name) => {
    const file = await read(name);
    return name.startsWith("cards-") ? file.map((/** @type {object} */ card) => ({ ...card, near: [] })) : file;
  });
  assert.deepEqual(shown(first), (await list(alone, q)).slice(0, 10), "by words, as without vectors and neighbours");
  const last = await ask(engine, q, { open: keys });
  assert.ok(!last.early && ofVectors().length);
  assert.notDeepEqual(shown(last), shown(first));
  assert.deepEqual({ ...last, rows: [], early: true }, { ...first, rows: [] }, "nothing else is another");
  assert.deepEqual(await ask(engine, q, { early: 10, open: keys }), last, "what is there is not waited for");
});

test("an answer is early only where vectors would change its order, and the survey is large", async () => {
  const q = "image video scene text model ";
  for (const [text, sort, many] of /** @type {[string, Sort, number][]} */ ([
    ["image video ", "relevance", 1], [q, "newest", 1], ["", "relevance", 1], [q, "relevance", papers.length + 1],
  ])) {
    const engine = await openEngine(reader("meant"), undefined, many);
    assert.equal((await ask(engine, text, { sort, early: 10 })).early, false, `${text} ${sort} ${many}`);
  }
});

// --- files -------------------------------------------------------------------

test("a file is read at most once, also by calls at the same time", async () => {
  /** @type {string[]} */
  const names = [];
  const engine = await openEngine(reader("crowd", names));
  const texts = ["image", "speech recognition", "grounding", "", "imag", "-image", '"scene caption"'];
  await Promise.all([
    ...texts.map((q) => ask(engine, q, { open: keys })),
    ...texts.map((q) => list(engine, q, {}, "mentioned")),
    engine.storedFields(every), engine.hits(every), engine.find(papers.map(({ id }) => id)),
  ]);
  for (const q of texts) await ask(engine, q, { open: keys });
  assert.deepEqual(names.filter((name, at) => names.indexOf(name) !== at), []);
  assert.equal(names[0], "index.json");
});

test("calls at the same time answer as calls one after the other", async () => {
  const engine = await openEngine(reader("crowd"));
  const texts = [...TEXTS, "halucination", "captio", "scene cap"];
  const together = await Promise.all(texts.map((q) => ask(engine, q, { open: keys })));
  for (const [at, q] of texts.entries()) assert.deepEqual(together[at], await ask(crowd, q, { open: keys }), q);
});

test("a file that cannot be read is an error, and the next call tries again", async () => {
  const read = reader("toy");
  let broken = true;
  const engine = await openEngine(async (name) => {
    if (broken && name !== "index.json") throw new Error(`cannot read ${name}`);
    return read(name);
  });
  const calls = [
    () => ask(engine, "grounding"), () => list(engine, "video"), () => engine.hits([0]),
    () => engine.storedFields([0]), () => engine.find(["plain"]),
  ];
  for (const call of calls) {
    await assert.rejects(call, /cannot read/);
  }
  broken = false;
  assert.deepEqual(await ask(engine, "grounding", { open: keys }), await ask(toy, "grounding", { open: keys }));
  assert.deepEqual(await engine.find(["plain"]), [4]);
  assert.equal((await engine.storedFields([0]))[0]?.id, "dm2s2");
});

test("an index of another form is refused", async () => {
  await assert.rejects(openEngine(async () => ({ format: 1 })), /format 1/);
  await assert.rejects(openEngine(reader("toy").bind(null, "absent.json")), /no file/);
});

// --- any text ----------------------------------------------------------------

for (const [name, engine] of /** @type {[string, Engine][]} */ ([["toy", toy], ["crowd", crowd]])) {
  test(`any text is answered at once: ${name}`, async () => {
    const random = chance(6);
    const some = dimensions.map(({ key }) => key);
    for (const [at, q] of hostileTexts(5000).entries()) {
      /** @type {Choices} */
      const choices = at % 3 ? {} : { [some[at % some.length] ?? ""]: [q], area: random() < 0.3 ? ["documents"] : [] };
      const start = performance.now();
      const answer = await ask(engine, q, { choices, open: ["area", "year", "author"] });
      const took = performance.now() - start;
      assert.ok(took < 10_000, `${took} ms for ${q.slice(0, 60)}`);
      assert.ok(answer.total >= answer.rows.length && answer.rows.length <= 20);
      assert.ok(answer.rows.every(({ title }) => title));
      for (const { start: from, end } of answer.conditions) assert.ok(from < end && end <= q.length);
    }
  });
}

test("a choice from an address may be any text", async () => {
  for (const value of hostileTexts(300)) {
    for (const { key } of dimensions) {
      const { total, groups } = await ask(crowd, "", { choices: { [key]: [value] }, open: [key] });
      assert.ok(total <= papers.length && groups.length === 1);
    }
  }
});
