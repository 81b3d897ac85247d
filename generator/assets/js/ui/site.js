/** Where the site is: its pages, its data and its service worker are found from here, wherever a script lies. */

/** The site's root, with a slash at its end. */
export const SITE = new URL("../../../", import.meta.url);

/**
 * The address of a page or a file of this site, given from its root.
 * @param {string} path
 * @returns {string}
 */
export function address(path) {
  return SITE.href + path;
}
