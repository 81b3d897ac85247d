/** When a list may change, as browsers differ in what they tell while the focus moves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../modules.js";

const { untouched } = await load("ui/untouched.js");

class Moved extends Event {
  /** @param {string} type @param {object | null} relatedTarget where the focus goes, or comes from */
  constructor(type, relatedTarget) {
    super(type);
    this.relatedTarget = relatedTarget;
  }
}

test("a list is in use while the focus goes from row to row, though it is nowhere then", async () => {
  const page = new EventTarget();
  Object.assign(globalThis, {
    FocusEvent: Moved,
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
  });
  let focused = true;
  let free = false;
  const list = {
    matches: (/** @type {string} */ selector) => selector === ":focus-within" && focused,
    getBoundingClientRect: () => ({ top: 0 }),
  };
  void untouched(list).then(() => (free = true));
  /** @type {(type: string, within: boolean, other: object | null) => Promise<void>} */
  const send = async (type, within, other) => {
    focused = within;
    page.dispatchEvent(new Moved(type, other));
    await new Promise((resume) => setTimeout(resume));
  };
  await send("focusout", false, {});
  assert.equal(free, false);
  await send("focusin", true, {});
  assert.equal(free, false);
  await send("focusout", false, null);
  assert.equal(free, true, "the focus has left the page");
});
