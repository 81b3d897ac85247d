/**
 * The service worker, put at the site's root by `generator/site/service_worker.py`, which fills in BUILD and
 * FILES: the pages a reader has seen work offline, and so does the search once it was used.
 *
 * Its cache holds files of one build only, by two rules:
 * 1. A file is kept only if `sw.js`, asked for after the file has come, still names this build.
 * 2. A page's own files come from the cache only if the page is of this build: it came from the
 *    cache itself, or `sw.js`, asked for after the page had come, named this build.
 *
 * A classic script, since not every browser takes a module here.
 */
const BUILD = "";
/** What the search needs besides its page, below the site's root. @type {string[]} */
const FILES = [];
/** The survey's language, and what this says in it, by the English text. @type {Record<string, string>} */
const TEXTS = {};
const LANGUAGE = "en";

const worker = /** @type {import("./service_worker.js").Scope} */ (/** @type {unknown} */ (self));
const ROOT = worker.registration.scope;
/** The site's path keeps two surveys on one host apart; an address has no space. */
const OURS = `catalogue ${new URL(ROOT).pathname} `;
const CACHE = OURS + BUILD;
const EXPLORER = `${ROOT}explore/`;
const HEAD = `${ROOT}assets/search/index.json`;
/** Names that carry a hash of the content: the index but for its head, and the theme's files. */
const HASHED = /^assets\/(?:search\/.*-[0-9a-z]{4}\.json|.*\.[0-9a-f]{8}\.)/;
/** What is there to be taken away: tables, databases, and the files of lists. */
const DATA = /^assets\/data\/|^data\/.*\.|(?:^|\/)(?:papers(?:-\d+)?(?:\.csl)?\.(?:bib|ris|json|csv)|feed\.xml)$/;
/** The script of every page, and the one by which a page turns to the search. */
const PAGE_SCRIPT = "assets/js/page/main.js";
const SEARCH_SCRIPT = "assets/js/search/client.js";
/** Milliseconds before what is kept is shown instead of what does not come. */
const PATIENCE = 4000;
/** Milliseconds in which files that have come are gathered, to ask once for all of them. */
const GATHERING = 200;

/**
 * By client: whether it is of this build; undefined where that could not be told.
 * @type {Map<string, Promise<boolean | undefined>>}
 */
const builds = new Map();
/** Files that have come and are not kept yet, by address. @type {Map<string, Response>} */
let arrived = new Map();
/** @type {Promise<void> | undefined} */
let settling;
/** @type {Promise<void> | undefined} */
let searchKept;
/** Whether an earlier build's cache had the search. */
let hadSearch = false;
/** When the caches of earlier builds are gone. @type {Promise<void> | undefined} */
let alone;

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", (event) => {
  if (Array.isArray(event.data)) event.waitUntil(keepAll(event.data.map(String)));
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const key = keyOf(request.url);
  const path = key.slice(ROOT.length);
  if (request.method !== "GET" || !isOurs(key) || request.headers.has("range")) return;
  if (isOfSearch(path)) event.waitUntil(keepSearch());
  if (request.mode === "navigate") event.respondWith(openPage(event, key));
  else if (HASHED.test(path)) event.respondWith(openHashed(event, key));
  else if (path.startsWith("assets/") || request.destination === "image") event.respondWith(openFile(event, key));
});

async function takeOver() {
  await dropOlder();
  await worker.clients.claim();
}

/** Before anything is kept: browsers let pages speak to a worker that has not taken over yet. */
function dropOlder() {
  alone ??= caches.keys().then(async (names) => {
    for (const name of names.filter((known) => known.startsWith(OURS) && known !== CACHE)) {
      hadSearch ||= Boolean(await caches.match(HEAD, { cacheName: name }));
      await caches.delete(name);
    }
  });
  return alone;
}

/**
 * An address without what follows its path: every page is the same for any question.
 * @param {string} address
 */
function keyOf(address) {
  const url = new URL(address);
  return url.origin + url.pathname;
}

/**
 * Whether an address may be kept: below the root and no other survey's there, neither this script nor
 * the data to take away.
 * @param {string} key
 */
function isOurs(key) {
  const path = key.slice(ROOT.length);
  return key.startsWith(ROOT) && path !== "sw.js" && !DATA.test(path) && !path.includes("/assets/");
}

/** @param {string} path below the root */
function isOfSearch(path) {
  return path === SEARCH_SCRIPT || path.startsWith("assets/search/");
}

/**
 * Whether a page is of this survey, and not of another that lies below its root.
 * @param {string} key
 * @param {Response} answer
 */
async function isOurPage(key, answer) {
  if (key.startsWith(`${ROOT}assets/`) || !answer.headers.get("content-type")?.startsWith("text/html")) return true;
  const sources = (await answer.clone().text()).matchAll(/\bsrc="?([^"\s>]+)/g);
  const script = [...sources].find(([, source]) => source?.endsWith(PAGE_SCRIPT));
  return new URL(script?.[1] ?? "", key).href === ROOT + PAGE_SCRIPT;
}

/**
 * A page: from the network, else as kept.
 * @param {import("./service_worker.js").FetchEvent} event
 * @param {string} key
 */
async function openPage(event, key) {
  const coming = fetch(event.request, { cache: "no-cache" });
  let answer = await soon(coming).catch(() => undefined);
  if (!answer) {
    const kept = await lookUp(key);
    if (kept) {
      builds.set(event.resultingClientId, Promise.resolve(true));
      return kept;
    }
    answer = await coming.catch(() => undefined);
  }
  if (!answer) return sayOffline();
  const current = isCurrent();
  builds.set(event.resultingClientId, current);
  event.waitUntil(current);
  if (answer.headers.get("content-type")?.startsWith("text/html")) keep(event, key, answer);
  return answer;
}

/**
 * A file whose name carries a hash: never another content.
 * @param {import("./service_worker.js").FetchEvent} event
 * @param {string} key
 */
async function openHashed(event, key) {
  return (await caches.match(key, { cacheName: CACHE })) ?? download(event, key);
}

/**
 * A file of a page: as kept for a page of this build, else from the network.
 * @param {import("./service_worker.js").FetchEvent} event
 * @param {string} key
 */
async function openFile(event, key) {
  const known = builds.get(event.clientId) ?? isCurrent();
  if (event.clientId) builds.set(event.clientId, known);
  // A worker's files are those of the page that started it.
  if (event.resultingClientId) builds.set(event.resultingClientId, known);
  const current = await known;
  if (current === false) return fetch(event.request, { cache: "no-cache" });
  const kept = await caches.match(key, { cacheName: CACHE });
  if (!kept) return download(event, key);
  return current ? kept : ((await soon(download(event, key)).catch(() => undefined)) ?? kept);
}

/**
 * @param {import("./service_worker.js").FetchEvent} event
 * @param {string} key
 */
async function download(event, key) {
  const answer = await fetch(event.request, HASHED.test(key.slice(ROOT.length)) ? {} : { cache: "no-cache" });
  keep(event, key, answer);
  return answer;
}

/**
 * A kept page, by any of the names that hosts give it.
 * @param {string} key
 */
async function lookUp(key) {
  const kept = await caches.match(key.replace(/\/index\.html$/, "/"), { cacheName: CACHE });
  if (kept || key.endsWith("/")) return kept;
  const folder = await caches.match(`${key}/`, { cacheName: CACHE });
  return folder && Response.redirect(`${key}/`);
}

/** @param {string} text */
function gettext(text) {
  return TEXTS[text] ?? text;
}

async function sayOffline() {
  const explorer = await caches.match(EXPLORER, { cacheName: CACHE });
  const home = await caches.match(ROOT, { cacheName: CACHE });
  const links = [
    explorer && `<a href="${EXPLORER}">${gettext("Search the papers")}</a>`,
    home && `<a href="${ROOT}">${gettext("Home")}</a>`,
  ];
  const list = links.filter(Boolean).map((link) => `<li>${link}</li>`);
  const page = `<!doctype html><html lang="${LANGUAGE}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${gettext("No connection")}</title><style>
  :root { color-scheme: light dark; font: 1rem/1.5 sans-serif }
  body { margin: 3rem auto; max-width: 36rem; padding: 0 1rem }
</style>
<h1>${gettext("No connection")}</h1>
<p>${gettext("Pages that were open before can be read now; this one was not.")}</p>
<ul>${list.join("")}</ul></html>`;
  return new Response(page, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

/**
 * Whether the site is still this build, asked now; undefined where that cannot be told.
 * @returns {Promise<boolean | undefined>}
 */
async function isCurrent() {
  try {
    const answer = await soon(fetch(`${ROOT}sw.js`, { cache: "no-cache" }));
    return answer?.ok ? (await answer.text()).includes(`"${BUILD}"`) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keep an answer, if it proves to be of this build.
 * @param {import("./service_worker.js").ExtendableEvent} event
 * @param {string} key
 * @param {Response} answer
 */
function keep(event, key, answer) {
  if (answer.status !== 200 || answer.redirected) return;
  arrived.set(key, answer.clone());
  event.waitUntil((settling ??= settle()));
}

async function settle() {
  await new Promise((done) => setTimeout(done, GATHERING));
  const batch = arrived;
  arrived = new Map();
  settling = undefined;
  if (!(await isCurrent())) return;
  await dropOlder();
  const cache = await caches.open(CACHE);
  const put = async (/** @type {[string, Response]} */ [key, answer]) => {
    if (await isOurPage(key, answer)) await cache.put(key, answer);
  };
  // Where there is no room, the site works as without a cache.
  await Promise.allSettled([...batch].map(put));
}

/**
 * Keep what a page has loaded before this worker was there.
 * @param {string[]} addresses
 */
async function keepAll(addresses) {
  await dropOlder();
  const keys = [...new Set(addresses.map(keyOf))].filter(isOurs);
  await fetchAll(keys);
  if (hadSearch || keys.some((key) => isOfSearch(key.slice(ROOT.length)))) await keepSearch();
}

/** Keep the explorer, its code, and the index where it is small. */
function keepSearch() {
  searchKept ??= fetchSearch().catch(() => void (searchKept = undefined));
  return searchKept;
}

async function fetchSearch() {
  // After the reader's own question.
  await new Promise((done) => setTimeout(done, 5 * GATHERING));
  await fetchAll([EXPLORER, HEAD, ...FILES.map((name) => ROOT + name)]);
  const page = await (await caches.match(EXPLORER, { cacheName: CACHE }))?.text();
  if (page === undefined) throw new Error("The explorer could not be kept.");
  const tags = [...page.matchAll(/<script\b[^>]*|<link\b[^>]*\brel="?(?:stylesheet|icon)\b[^>]*/g)];
  const addresses = tags.map(([tag]) => /\b(?:src|href)="?([^\s">]+)/.exec(tag)?.[1] ?? "");
  await fetchAll(addresses.filter(Boolean).map((address) => keyOf(new URL(address, EXPLORER).href)));
}

/**
 * Keep those that are not kept yet.
 * @param {string[]} keys
 */
async function fetchAll(keys) {
  /** @type {Promise<unknown>[]} */
  const waits = [];
  const event = { waitUntil: (/** @type {Promise<unknown>} */ wait) => void waits.push(wait) };
  const fetchOne = async (/** @type {string} */ key) => {
    if (!isOurs(key) || (await caches.match(key, { cacheName: CACHE }))) return;
    const answer = await fetch(key, {
      cache: HASHED.test(key.slice(ROOT.length)) ? "default" : "no-cache",
      priority: "low",
    });
    keep(event, key, answer);
  };
  await Promise.allSettled(keys.map(fetchOne));
  await Promise.all(waits);
}

/**
 * Undefined if it takes too long.
 * @template Value
 * @param {Promise<Value>} coming
 * @returns {Promise<Value | undefined>}
 */
function soon(coming) {
  return Promise.race([coming, new Promise((done) => setTimeout(() => done(undefined), PATIENCE))]);
}
