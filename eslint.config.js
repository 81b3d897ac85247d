// What `make check` asks of the browser code, its tests and the benchmarks beside what the types already say.
import js from "@eslint/js";
import globals from "globals";

/** Ways to make markup or code of a text: what comes from outside enters a page as text only. */
const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "createContextualFragment", "srcdoc"];
const NO_MARKUP = [
  ...MARKUP.map((property) => ({ property, message: "Make elements, and set their textContent." })),
  ...["write", "writeln"].map((property) => ({ object: "document", property, message: "Append elements." })),
];

export default [
  { ignores: ["**/node_modules/", ".venv/", ".cache/", "site/", "docs/", "**/vendor/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "eqeqeq": "error",
      "max-len": ["error", { code: 120 }],
      "max-lines-per-function": ["error", { max: 40, IIFEs: true }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": ["error", ...NO_MARKUP],
      "no-unused-vars": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  { files: ["generator/**"], rules: { "max-lines": ["error", { max: 400 }] } },
  { files: ["generator/assets/js/sw.js"], languageOptions: { sourceType: "script", globals: globals.serviceworker } },
  {
    files: ["eslint.config.js", "tests/**", "bench/**"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
];
