// Checks markup against the HTML standard: a page as a JSON text on each line of standard input, what is wrong with it
// as a JSON list on a line of standard output.

import { createInterface } from "node:readline";

import { HtmlValidate } from "html-validate";

const checker = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  elements: ["html5"],
  rules: {
    "no-inline-style": "error",
    "no-implicit-close": "error",
    "no-raw-characters": "error",
    "unrecognized-char-ref": "error",
    "element-required-attributes": "error",
    // A map is a region with a name, not a section of the text.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // Our own files need no digest beside their address.
    "require-sri": ["error", { target: "crossorigin" }],
  },
});

// A table whose rows are drawn as blocks keeps its roles only where they are said.
const isRoleOfTable = ({ ruleId, message }) =>
  ruleId === "no-redundant-role" && /"(table|rowgroup|row|columnheader|rowheader|cell)"/.test(message);

for await (const line of createInterface({ input: process.stdin })) {
  const { results } = checker.validateStringSync(JSON.parse(line));
  const mistakes = results.flatMap(({ messages }) => messages).filter((mistake) => !isRoleOfTable(mistake));
  console.log(JSON.stringify(mistakes.map(({ line, ruleId, message }) => `markup, line ${line}: ${message} (${ruleId})`)));
}
