/**
 * On every page: opens the search (`/`, Ctrl-K, ⌘K, or a click on [data-search-open]), starts
 * the explorer, the comparison or the map where there is one, makes [data-copy="#id"] copy that element's
 * text, the tables in [data-sortable] sortable and those below [data-filter] searchable, shows the
 * definitions of glossary terms, and sees to it that the site works offline. All else is fetched when
 * it is wanted.
 */

const explorer = document.querySelector("[data-explorer]");
if (explorer instanceof HTMLElement) {
  reveal(explorer);
  import("../explorer/main.js")
    .then(pause)
    .then(({ mount }) => mount(explorer))
    .catch((error) => fail(explorer, String(error.message ?? error)));
}
const comparison = document.querySelector("[data-compare]");
if (comparison instanceof HTMLElement) void import("../lists/compare.js").then(({ mount }) => mount(comparison));
const map = document.querySelector("[data-map]");
if (map instanceof HTMLElement) void import("../map/main.js").then(({ mount }) => mount(map));
for (const root of document.querySelectorAll("[data-sortable]")) {
  if (root instanceof HTMLElement) void import("./sort_table.js").then(({ mount }) => mount(root));
}
const gaps = document.querySelector("[data-gaps]");
if (gaps instanceof HTMLElement) void import("../gaps/main.js").then(({ mount }) => mount(gaps));
const filter = document.querySelector("[data-filter]");
if (filter instanceof HTMLFormElement) void import("./filter_table.js").then(({ mount }) => mount(filter));
/** @type {NodeListOf<HTMLAnchorElement>} */
const termLinks = document.querySelectorAll('a[href*="glossary/#"][title]');
if (termLinks.length) void import("./glossary_tooltip.js").then(({ mount }) => mount(termLinks));
if ("serviceWorker" in navigator) addEventListener("load", () => void import("./offline.js"));

/** What is typed while the dialog is being fetched; null when it is not. @type {string | null} */
let early = null;

/**
 * Show the explorer, where it says that the search loads, and take away what stands between
 * [data-explorer-static] and it: the words for a page without scripts.
 * @param {HTMLElement} root
 */
function reveal(root) {
  const start = document.querySelector("[data-explorer-static]");
  while (start?.nextSibling && start.nextSibling !== root) start.nextSibling.remove();
  start?.remove();
  root.hidden = false;
}

/**
 * Hands a module on in a while, so that the page can answer to a finger between loading it and starting it.
 * @template T
 * @param {T} module
 * @returns {Promise<T>}
 */
function pause(module) {
  return new Promise((resume) => setTimeout(() => resume(module)));
}

/**
 * @param {HTMLElement} root
 * @param {string} message
 */
async function fail(root, message) {
  const count = root.querySelector("[data-explorer-count]");
  const { gettext } = await import("../i18n/translate.js");
  count?.classList.add("sc-x-failed");
  if (count) count.textContent = gettext("Search does not work just now. {reason}", { reason: message });
}

async function openSearch() {
  const box = explorer?.querySelector("[data-explorer-box]");
  if (box instanceof HTMLInputElement) {
    box.focus();
    box.select();
    return;
  }
  early = "";
  try {
    const { openDialog } = await import("./search_dialog.js");
    openDialog(early);
  } finally {
    early = null;
  }
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function isTyping(target) {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** @param {Element} button */
async function copy(button) {
  const source = document.querySelector(button.getAttribute("data-copy") ?? "");
  if (!source) return;
  const before = button.textContent;
  let copied = true;
  try {
    await navigator.clipboard.writeText((source.textContent ?? "").trim());
  } catch {
    // Without leave to use the clipboard, select the text: Ctrl-C then copies it.
    document.getSelection()?.selectAllChildren(source);
    copied = false;
  }
  const { gettext } = await import("../i18n/translate.js");
  button.textContent = copied ? gettext("Copied") : gettext("Selected");
  setTimeout(() => (button.textContent = before), 2000);
}

document.addEventListener("keydown", (event) => {
  if (early !== null && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    early += event.key;
    event.preventDefault();
    return;
  }
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
  const controlK =
    event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!slash && !controlK) return;
  event.preventDefault();
  void openSearch();
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const button = event.target.closest("[data-copy]");
  if (button) void copy(button);
  const opener = event.target.closest("[data-take-paper]");
  if (opener instanceof HTMLElement) void import("../lists/export_paper.js").then(({ openMenu }) => openMenu(opener));
  if (!event.target.closest("[data-search-open]")) return;
  event.preventDefault();
  void openSearch();
});
