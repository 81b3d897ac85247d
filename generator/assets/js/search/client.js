/**
 * The page's access to the search, which runs in a worker that starts with the first call; on the page, if no worker
 * can start.
 */
import { gettext } from "../i18n/translate.js";

/** @typedef {import("./engine.js").SearchResponse} SearchResponse */
/** @typedef {import("./engine.js").SearchRequest} SearchRequest */
/** @typedef {import("./engine.js").Hit} Hit */
/** @typedef {import("./engine.js").StoredFields} StoredFields */
/** @typedef {import("./store.js").Facet} Facet */
/** @typedef {SearchRequest & {from: number, count: number, open: string[], early?: number}} Question */
/** @typedef {(call: string, args: unknown[]) => Promise<any>} Calling */
/**
 * Called after an early answer, unless a later question has come, with the same in its last order; where that cannot be
 * had, with the early one again, all its rows; with null where nothing can be had any longer.
 * @typedef {(last: SearchResponse | null) => void} Improve
 */

/** Milliseconds for which the last order is awaited before an early one is shown. */
const GRACE = 120;

/** @type {Promise<Calling> | undefined} */
let started;
let asked = 0;
/** The question that is being answered. @type {Promise<unknown>} */
let busy = Promise.resolve();

export const client = {
  /**
   * One question is answered at a time; of those that wait meanwhile only the last is.
   * @param {Question} question `early`: rows that an early answer needs, all without it
   * @param {Improve} [improve] without it no answer is early
   * @returns {Promise<SearchResponse | null>} null where a later question has come meanwhile
   */
  async ask(question, improve) {
    asked += 1;
    const mine = asked;
    await busy.catch(() => {});
    if (mine !== asked) return null;
    const answering = call("ask", { ...question, early: improve ? (question.early ?? question.count) : 0 });
    busy = answering;
    const answer = await answering;
    if (mine !== asked) return null;
    return answer.early ? soon(answer, question, (last) => mine === asked && improve?.(last)) : answer;
  },
  /** @returns {Promise<{papers: number, dimensions: Facet[]}>} */
  head: () => call("head"),
  /** @type {(asked: SearchRequest) => Promise<number[]>} all papers found, by position */
  list: (question) => call("list", question),
  /** @type {(positions: number[]) => Promise<Hit[]>} */
  hits: (positions) => call("hits", positions),
  /** @type {(positions: number[]) => Promise<StoredFields[]>} */
  storedFields: (positions) => call("storedFields", positions),
  /** @type {(ids: string[]) => Promise<number[]>} positions, -1 for an unknown id */
  find: (ids) => call("find", ids),
};

/**
 * The last answer if it is there at once, lest the order change before the reader's eyes; else the early one.
 * @param {SearchResponse} early
 * @param {Question} question
 * @param {Improve} improve
 * @returns {Promise<SearchResponse>}
 */
async function soon(early, question, improve) {
  const last = call("ask", { ...question, early: 0 })
    .catch(() => call("ask", { ...question, early: question.count })) // without vectors the order is one by words
    .catch(() => null);
  const late = new Promise((resume) => setTimeout(resume, GRACE, null));
  const first = await Promise.race([last, late]);
  if (first) return first;
  void last.then(improve);
  return early;
}

/**
 * @param {string} name
 * @param {...unknown} args
 */
async function call(name, ...args) {
  started ??= start();
  return (await started)(name, args);
}

/** @returns {Promise<Calling>} */
async function start() {
  // What asked has done enough at a stretch; to start a worker takes as long.
  await new Promise((resume) => setTimeout(resume));
  try {
    return await inWorker();
  } catch {
    return onPage();
  }
}

/** @returns {Promise<Calling>} */
function inWorker() {
  const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
  const pending = new Map();
  let last = 0;
  return new Promise((resolve, reject) => {
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      reject(new Error(event.message));
      for (const one of pending.values()) {
        one.reject(new Error(gettext("The search broke off: {reason}", { reason: event.message })));
      }
      pending.clear();
    });
    worker.addEventListener("message", ({ data }) => {
      if (data.ready) return resolve(send);
      const one = pending.get(data.id);
      pending.delete(data.id);
      if ("error" in data) one?.reject(new Error(data.error));
      else one?.resolve(data.result);
    });
  });

  /**
   * @param {string} name
   * @param {unknown[]} args
   */
  function send(name, args) {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      worker.postMessage({ id, call: name, args });
    });
  }
}

/** @returns {Promise<Calling>} */
async function onPage() {
  const [{ openEngine }, { readFile, readerOf }] = await Promise.all([import("./engine.js"), import("./fetch.js")]);
  /** @type {any} */
  let engine;
  return async (name, args) => {
    engine ??= await openEngine(readFile, readerOf);
    return engine[name](...args);
  };
}
