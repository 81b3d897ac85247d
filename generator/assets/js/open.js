/**
 * On every page: opens the search (`/`, Ctrl-K, ⌘K, or a click on [data-search-open]), starts
 * the explorer where there is one, and makes [data-copy="#id"] copy that element's text.
 * All else is fetched when it is wanted.
 */

const explorer = document.querySelector("[data-explorer]");
if (explorer instanceof HTMLElement) void import("./explore.js").then(({ mount }) => mount(explorer));

/** What is typed while the dialog is being fetched; null when it is not. @type {string | null} */
let early = null;

async function openSearch() {
  const box = explorer?.querySelector("[data-explorer-box]");
  if (box instanceof HTMLInputElement) {
    box.focus();
    box.select();
    return;
  }
  early = "";
  try {
    const { openDialog } = await import("./dialog.js");
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
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** @param {Element} button */
async function copy(button) {
  const source = document.querySelector(button.getAttribute("data-copy") ?? "");
  if (!source) return;
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText((source.textContent ?? "").trim());
    button.textContent = "Copied";
  } catch {
    // Without leave to use the clipboard, select the text: Ctrl-C then copies it.
    document.getSelection()?.selectAllChildren(source);
    button.textContent = "Selected";
  }
  setTimeout(() => (button.textContent = said), 2000);
}

document.addEventListener("keydown", (event) => {
  if (early !== null && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    early += event.key;
    event.preventDefault();
    return;
  }
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
  const controlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!slash && !controlK) return;
  event.preventDefault();
  void openSearch();
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const button = event.target.closest("[data-copy]");
  if (button) void copy(button);
  if (!event.target.closest("[data-search-open]")) return;
  event.preventDefault();
  void openSearch();
});
