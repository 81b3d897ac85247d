/** The search, off the page's thread: answers {id, call, args} with {id, result} or {id, error}. */
import { openEngine } from "./engine.js";
import { readFile, readerOf } from "./fetch.js";

/** @type {Promise<import("./engine.js").Engine> | undefined} */
let engine;

addEventListener("message", async ({ data: { id, call, args } }) => {
  try {
    engine ??= openEngine(readFile, readerOf);
    /** @type {any} */
    const opened = await engine;
    postMessage({ id, result: await opened[call](...args) });
  } catch (error) {
    engine = undefined; // the next call tries again
    postMessage({ id, error: String(error instanceof Error ? error.message : error) });
  }
});
postMessage({ ready: true });
