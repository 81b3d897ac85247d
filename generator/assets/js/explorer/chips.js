/** The filters in force, clicked or typed, as chips that a click removes. */
import { element, stateLink } from "../ui/dom.js";
import { withChoice, withoutSpans } from "../search/state.js";
import { gettext } from "../i18n/translate.js";

/** @typedef {import("../search/client.js").SearchResponse} SearchResponse */
/** @typedef {import("./results.js").Head} Head */
/** @typedef {import("../search/state.js").State} State */
/** What stands on a chip, and the state without it. @typedef {{text: string, state: State}} Chip */

/**
 * Returns the filters in force, each with the state without it: first those clicked, then the conditions typed.
 * @param {State} state
 * @param {Pick<SearchResponse, "conditions" | "groups">} answer to that state
 * @param {Head} head
 * @returns {Chip[]}
 */
export function chipsOf(state, { conditions, groups }, head) {
  const chips = [...state.choices].flatMap(([key, chosen]) => {
    const dimension = head.dimensions.find((known) => known.key === key);
    const counted = groups.find((group) => group.key === key)?.values ?? [];
    const titles = new Map([
      ...(dimension?.values ?? []),
      ...counted.map((value) => /** @type {[string, string]} */ ([value.key, value.title])),
    ]);
    return chosen.map((value) => ({
      text: gettext("{title}: {value}", { title: dimension?.title ?? key, value: titleOf(titles, value) }),
      state: withChoice(state, key, chosen.filter((other) => other !== value)),
    }));
  });
  return [
    ...chips,
    ...conditions.map((condition) => ({
      text: condition.label,
      state: { ...state, q: withoutSpans(state.q, [condition]) },
    })),
  ];
}

/**
 * Returns the items of the list of chips; if there are several, the last item removes all.
 * @param {State} state
 * @param {Chip[]} chips
 * @param {SearchResponse["conditions"]} conditions
 * @returns {HTMLElement[]}
 */
export function chipItems(state, chips, conditions) {
  const items = chips.map(({ text, state: without }) =>
    element(
      "li",
      {},
      stateLink(
        without,
        `chip/${text}`,
        { class: "sc-chip", "aria-label": gettext("Take away {filter}", { filter: text }) },
        `${text} `,
        element("span", { "aria-hidden": "true" }, "×"),
      ),
    ),
  );
  if (chips.length < 2) return items;
  const bare = { ...state, q: withoutSpans(state.q, conditions), choices: new Map() };
  return [...items, element("li", {}, stateLink(bare, "chip/all", { class: "sc-x-clear" }, gettext("Clear all")))];
}

/**
 * @param {Map<string, string>} titles
 * @param {string} value
 * @returns {string}
 */
function titleOf(titles, value) {
  const [from, to] = value.split("..");
  if (to === undefined) return titles.get(value) ?? value;
  return from === to
    ? `${from}`
    : from && to
      ? `${from}–${to}`
      : from
        ? gettext("since {year}", { year: from })
        : gettext("until {year}", { year: to });
}
