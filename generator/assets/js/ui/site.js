/** Where the site is: its pages, its data and its service worker are found from here, wherever a script lies. */

/** The site's root, with a slash at its end. */
export const SITE = new URL("../../../", import.meta.url);

/**
 * Returns the address of a page or file of this site, given by its path below the site's root.
 * @param {string} path
 * @returns {string}
 */
export function address(path) {
  return SITE.href + path;
}
