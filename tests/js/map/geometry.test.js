import assert from "node:assert/strict";
import { test } from "node:test";

import { load, twins } from "../modules.js";

/** @type {typeof import("../../../generator/assets/js/map/geometry.js")} */
const { beside, held, nearest, revealing, toFrame, toPlane, towards, WHOLE, wrapped, zoomed } =
  await load("map/geometry.js");

const FRAME = { width: 500, height: 350, unit: 0.5 };
/** A generator of whole numbers below a bound, the same in every run. */
function numbers(seed = 7) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

/** @param {[number, number][]} places */
const points = (places) => ({ x: Float32Array.from(places, ([x]) => x), y: Float32Array.from(places, ([, y]) => y) });
const all = () => true;

test("what lies under a pointer is the nearest mark within reach", () => {
  const some = points([[10, 10], [14, 10], [100, 100]]);
  assert.equal(nearest(some, 11, 10, 5, all), 0);
  assert.equal(nearest(some, 13, 10, 5, all), 1);
  assert.equal(nearest(some, 50, 50, 5, all), -1);
  assert.equal(nearest(some, 13, 10, 5, (at) => at !== 1), 0, "one that is filtered away is not hit");
  assert.equal(nearest(points([]), 0, 0, Infinity, all), -1);
});

test("an arrow key goes to the nearest paper in its direction", () => {
  const some = points([[0, 0], [50, 10], [30, 29], [-20, 0], [0, 200], [10, 60]]);
  assert.equal(towards(some, 0, "right", all), 1, "one ahead before a nearer one far aside");
  assert.equal(towards(some, 0, "left", all), 3);
  assert.equal(towards(some, 0, "down", all), 5);
  assert.equal(towards(some, 0, "up", all), -1);
  assert.equal(towards(some, 0, "right", (at) => at !== 1), 2);
});

test("every paper but the outermost has one in each direction, and no arrow stands still", () => {
  const next = numbers();
  const crowd = points(Array.from({ length: 200 }, () => [next(1000), next(700)]));
  for (let from = 0; from < 200; from += 1) {
    for (const direction of /** @type {const} */ (["left", "right", "up", "down"])) {
      const to = towards(crowd, from, direction, all);
      assert.notEqual(to, from);
      if (to < 0) continue;
      const [right, down] = [(crowd.x[to] ?? 0) - (crowd.x[from] ?? 0), (crowd.y[to] ?? 0) - (crowd.y[from] ?? 0)];
      const ahead = { left: -right, right, up: -down, down }[direction];
      assert.ok(ahead > 0 && ahead >= Math.max(Math.abs(right), Math.abs(down)) - 1e-6);
    }
  }
});

test("a place of the map is found again in the frame, at any view", () => {
  const next = numbers(3);
  for (let turn = 0; turn < 100; turn += 1) {
    const view = zoomed(WHOLE, FRAME, 1 + next(20), next(500), next(350));
    const [x, y] = [next(1000), next(700)];
    const [backX, backY] = toPlane(view, FRAME, ...toFrame(view, FRAME, x, y));
    assert.ok(Math.abs(backX - x) < 1e-6 && Math.abs(backY - y) < 1e-6);
  }
});

test("zooming keeps what lies under the pointer there, and the map always fills the frame", () => {
  const next = numbers(5);
  let view = WHOLE;
  for (let turn = 0; turn < 300; turn += 1) {
    const [x, y] = [next(500), next(350)];
    const before = toPlane(view, FRAME, x, y);
    const grown = zoomed(view, FRAME, 1 + next(10) / 10, x, y);
    const after = toPlane(grown, FRAME, x, y);
    assert.ok(Math.hypot(after[0] - before[0], after[1] - before[1]) < 1e-6, "nearer, it stays");
    view = zoomed(grown, FRAME, 0.2 + next(8) / 10, x, y);
    const [left, top] = toFrame(view, FRAME, 0, 0);
    const [right, bottom] = toFrame(view, FRAME, 1000, 700);
    assert.ok(left <= 1e-6 && top <= 1e-6 && right >= 500 - 1e-6 && bottom >= 350 - 1e-6);
  }
  assert.deepEqual(zoomed(view, FRAME, 1e-9, 3, 3), { zoom: 1, x: 0, y: 0 });
  assert.equal(zoomed(WHOLE, FRAME, 1e9, 3, 3).zoom, 24);
});

test("a paper gone to is moved into sight", () => {
  const view = held({ zoom: 8, x: 0, y: 0 }, FRAME);
  const [x, y] = toFrame(revealing(view, FRAME, 700, 600), FRAME, 700, 600);
  assert.ok(x > 0 && x < 500 && y > 0 && y < 350);
  assert.deepEqual(revealing(WHOLE, FRAME, 1000, 700), WHOLE);
});

test("what is told of a mark stands beside it: within the bounds, and not over it", () => {
  const next = numbers(11);
  const [width, height] = [400, 300];
  let tight = 0;
  for (let turn = 0; turn < 3000; turn += 1) {
    const [x, y, reach] = [next(width), next(height), 5 + next(15)];
    const size = { width: 20 + next(360), height: 20 + next(260) };
    const [left, top] = beside([x - reach, y - reach, x + reach, y + reach], size, [0, 0, width, height]);
    const over = left < x + reach && x - reach < left + size.width && top < y + reach && y - reach < top + size.height;
    assert.ok(!over, "the mark stays free");
    const across = size.width <= width && size.height <= Math.max(y - reach, height - y - reach);
    const along = size.height <= height && size.width <= Math.max(x - reach, width - x - reach);
    if (across || along) assert.ok(left >= 0 && top >= 0 && left + size.width <= width && top + size.height <= height);
    else tight += 1;
  }
  assert.ok(tight > 0 && tight < 1500, "both happened");
  assert.deepEqual(
    beside([90, 90, 110, 110], { width: 60, height: 40 }, [0, 0, 400, 300]),
    [70, 110],
    "below, in the middle",
  );
});

test("names are wrapped as the build wraps them", () => {
  for (const [title, lines] of Object.entries(twins.wrapped)) assert.deepEqual(wrapped(title), lines, title);
  assert.ok(Object.values(twins.wrapped).some((lines) => lines.length > 2));
});
