// Resolves design tokens against the theme: a PostCSS plugin.
//
// Component packages ask for hundreds of tokens, each with a chain of fallbacks; the theme sets a part of them.
// What the theme does not set is settled here: `var(--absent, fallback)` becomes its fallback, a declaration that
// hangs on an absent token is dropped (it would be invalid in the browser and undo the rule that it overrides),
// and a token that nothing asks for is dropped too, unless another style sheet does (`keep`).

import valueParser from "postcss-value-parser";

/** Return the names of the tokens that a style sheet's text asks for. */
export const tokensAskedFor = (css) => [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name);

const isToken = (declaration) => declaration.prop.startsWith("--");

/** Return the tokens that some rule sets, and those that `:root` sets, which therefore hold everywhere. */
function collectTokens(root) {
  const set = new Set();
  const everywhere = new Set();
  root.walkDecls(/^--/, (declaration) => {
    set.add(declaration.prop);
    if (declaration.parent.selector === ":root" && declaration.parent.parent === root) everywhere.add(declaration.prop);
  });
  return { set, everywhere };
}

/** Return the text of parsed nodes with every `var()` resolved, or null where it hangs on an absent token. */
function resolve(nodes, tokens) {
  const parts = nodes.map((node) => {
    if (node.type !== "function") return valueParser.stringify(node);
    if (node.value === "var") return resolveVariable(node, tokens);
    const inside = resolve(node.nodes, tokens);
    return inside === null ? null : `${node.value}(${inside})`;
  });
  return parts.includes(null) ? null : parts.join("");
}

function resolveVariable(node, tokens) {
  const name = node.nodes[0].value;
  if (tokens.everywhere.has(name)) return `var(${name})`;
  const comma = node.nodes.findIndex((part) => part.type === "div" && part.value === ",");
  const fallback = comma === -1 ? null : resolve(node.nodes.slice(comma + 1), tokens);
  if (!tokens.set.has(name)) return fallback;
  return fallback === null ? `var(${name})` : `var(${name}, ${fallback})`;
}

/** Resolve every declaration once; return whether anything changed. */
function resolveOnce(root) {
  const tokens = collectTokens(root);
  let changed = false;
  root.walkDecls((declaration) => {
    if (!declaration.value.includes("var(")) return;
    const value = resolve(valueParser(declaration.value).nodes, tokens);
    if (value === declaration.value) return;
    changed = true;
    if (value === null) declaration.remove();
    else declaration.value = value;
  });
  return changed;
}

/** Drop tokens that no declaration asks for; return whether any was. */
function dropUnused(root, keep) {
  const used = new Set(keep);
  root.walkDecls((declaration) => tokensAskedFor(declaration.value).forEach((name) => used.add(name)));
  let changed = false;
  root.walkDecls((declaration) => {
    if (!isToken(declaration) || used.has(declaration.prop)) return;
    declaration.remove();
    changed = true;
  });
  return changed;
}

function dropEmpty(root) {
  root.walk((node) => {
    if ((node.type === "rule" || node.type === "atrule") && node.nodes && node.nodes.length === 0) node.remove();
  });
}

export default function resolveTokens({ keep }) {
  return {
    postcssPlugin: "resolve-tokens",
    OnceExit(root) {
      root.walkComments((comment) => comment.remove());
      while (resolveOnce(root) || dropUnused(root, keep));
      dropEmpty(root);
    },
  };
}
