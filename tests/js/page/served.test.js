/** The scripts as the site has them are the programs that stand in `generator/assets/js/`. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "espree";
import { ROOT, scripts } from "../modules.js";

const own = Object.keys(scripts).filter((path) => !/vendor|translations/.test(path));

/** @param {string} path below `generator/` */
const source = (path) => readFileSync(join(ROOT, "generator", path), "utf8");

/**
 * The syntax tree of a script, without where things stand.
 * @param {string} script
 * @returns {string}
 */
function tree(script) {
  const places = new Set(["start", "end", "range", "loc"]);
  return JSON.stringify(parse(script, { ecmaVersion: 2022, sourceType: "module" }), (key, value) =>
    places.has(key) ? undefined : value instanceof RegExp ? String(value) : value,
  );
}

test("what is left out of a script means nothing", () => {
  assert.ok(own.length > 40);
  for (const path of own) assert.equal(tree(scripts[path] ?? ""), tree(source(path)), path);
});

test("neither comments nor indentation are served", () => {
  for (const path of own) assert.doesNotMatch(scripts[path] ?? "", /^\s*\/[/*]|@param|@type\b/m, path);
  const modules = own.filter((path) => !path.endsWith("/sw.js")); // which holds a page
  for (const path of modules) assert.doesNotMatch(scripts[path] ?? "", /^ /m, path);
});

test("the scripts that the service worker tells apart are there", () => {
  const named = source("assets/js/sw.js").match(/\bassets\/js\/[\w./]+\.js\b/g) ?? [];
  assert.ok(named.length >= 2);
  for (const path of named) assert.ok(existsSync(join(ROOT, "generator", path)), path);
  assert.doesNotMatch(source("assets/js/sw.js"), /js\\\//); // not as a pattern, which this test would not see
});
