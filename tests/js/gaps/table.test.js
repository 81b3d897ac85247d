/** The free table of the gap map; `tests/site/test_crosstabs.py` compares its counts with those of the build. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load, twins } from "../modules.js";

/** @type {typeof import("../../../generator/assets/js/gaps/table.js")} */
const { MANY, SHORT, SURPRISING } = await load("gaps/table.js");

test("the numbers that decide how a table looks are those of the build", () => {
  assert.deepEqual({ MANY, SHORT, SURPRISING }, twins.gaps);
});
