/** What the browser code uses of lunr.js. */
declare const lunr: {
  stemmer(token: { update: (stem: (word: string) => string) => string }): string;
  stopWordFilter(word: string): string | undefined;
};
export default lunr;
