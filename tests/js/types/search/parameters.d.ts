/** The module that the build makes of what the search shares with Python; its types are those of the data. */
import analysis from "../../../../generator/text/analysis.json" with { type: "json" };
import parameters from "../../../../generator/search/parameters.json" with { type: "json" };

export const ANALYSIS: typeof analysis;
/** Code of a language to what the analysis knows of it; nothing of English, which it knows by itself. */
export const LANGUAGES: Record<string, Partial<import("../../../../generator/assets/js/search/words/stemmer.js").Rules>>;
export const SHARDS: typeof parameters.shards;
export const QUERY: typeof parameters.query;
export const VECTORS: typeof parameters.vectors;
export const RANKING: typeof parameters.ranking;
