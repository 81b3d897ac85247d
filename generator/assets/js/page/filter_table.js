/**
 * A form above a table, [data-filter], that keeps the rows with all the words typed into it. The words stand in the
 * address, `?q=mAP`, so that what is found can be passed on.
 */
import { ngettext } from "../i18n/translate.js";

/**
 * Start the form: what is typed filters the rows of the table below it.
 * @param {HTMLFormElement} form directly before what holds the table
 */
export function mount(form) {
  const body = form.nextElementSibling?.querySelector("tbody");
  const box = form.querySelector("input");
  const count = form.querySelector("[role=status]");
  if (!body || !box || !count) return;
  const rows = [...body.rows].map((row) => ({ row, text: fold(row.textContent ?? "") }));

  const filter = () => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    let number = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) number += 1;
    }
    count.textContent = words.length ? ngettext("{count} row", "{count} rows", number) : "";
  };
  const read = () => {
    box.value = new URLSearchParams(location.search).get("q") ?? "";
    filter();
  };
  box.addEventListener("input", () => {
    const address = new URL(location.href);
    if (box.value.trim()) address.searchParams.set("q", box.value.trim());
    else address.searchParams.delete("q");
    history.replaceState(history.state, "", address);
    filter();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", read);
  read();
}

/**
 * Returns a text in lower case without accents, so that `etat` finds `État`.
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
