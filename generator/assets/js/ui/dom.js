/** The few functions with which scripts change the page. Text enters it as text only. */
import { pieces } from "./highlight.js";
import { formatLink, formatState } from "../search/state.js";
import { gettext } from "../i18n/translate.js";

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const WITHIN_LINES = /^(?:span|mark|strong|em|small|code|option)$/;

/**
 * Returns a new element. Attributes that are `false` or missing are left out; strings become text nodes, in a span with
 * `dir="auto"` if they are written from right to left.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | boolean | undefined>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  if (!node.dir && children.some((child) => RIGHT_TO_LEFT.test(ownText(child)))) {
    // A block would change sides as well, away from what it belongs to.
    if (WITHIN_LINES.test(name)) node.dir = "auto";
    else node.replaceChildren(element("span", { dir: "auto" }, ...children));
  }
  return node;
}

/**
 * The text that a child adds to an element's own, that of highlighted stretches included.
 * @param {Node | string} child
 * @returns {string}
 */
function ownText(child) {
  if (typeof child === "string") return child;
  return child.nodeName === "#text" || child.nodeName === "MARK" ? child.textContent ?? "" : "";
}

/**
 * Returns the element below another that has a `data-` attribute. Throws an Error if there is none of this type.
 * @template {Element} Type
 * @param {ParentNode} root
 * @param {string} hook name of a `data-` attribute
 * @param {{new (): Type, prototype: Type}} type
 * @returns {Type}
 */
export function hooked(root, hook, type) {
  const node = root.querySelector(`[data-${hook}]`);
  if (!(node instanceof type)) throw new Error(`The page has no ${type.name} with data-${hook}.`);
  return node;
}

/**
 * Returns a text as nodes, with the stretches that match the terms highlighted.
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {(Node | string)[]}
 */
export function highlighted(text, terms) {
  return terms.size
    ? pieces(text, terms).map((piece) => (piece.highlighted ? element("mark", {}, piece.text) : piece.text))
    : [text];
}

/**
 * Returns a translated text of the interface with elements in place of its fields, `{name}`.
 * @param {string} text as for `gettext`
 * @param {Record<string, Node>} nodes
 * @returns {(Node | string)[]}
 */
export function sentence(text, nodes) {
  return gettext(text).split(/\{(\w+)\}/).flatMap((piece, at) => (at % 2 ? nodes[piece] ?? [] : piece || []));
}

/**
 * Returns a link that changes the explorer to another state; it can also be opened in another tab.
 * @param {import("../search/state.js").State} state
 * @param {string} focus a name for the link, the same when it is made anew, by which it gets the focus back
 * @param {Record<string, string | boolean | undefined>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLAnchorElement}
 */
export function stateLink(state, focus, attributes, ...children) {
  return element(
    "a",
    { href: formatLink(state), "data-state": formatState(state), "data-focus": focus, ...attributes },
    ...children,
  );
}
