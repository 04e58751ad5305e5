// Runs Lighthouse over the main pages of the portal at PORTAL_URL and prints a table. Called by scripts/lighthouse.sh.

import { spawnSync } from "node:child_process";

const LIGHTHOUSE = "lighthouse@12.8.2";
const PAGES = {
  home: "/",
  "search in a place": "/zoeken/?locatie=Arnhem",
  organisation: "/organisaties/werkcentrum-midden-gelderland/",
  "employee's way": "/hulp-in-de-buurt/",
};
const LEAST = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 };

// A directory with examples, which this portal has, is kept from search engines on purpose.
/** Return Lighthouse's report of one page, on a simulated phone. */
function report(address) {
  const { stdout, stderr, status } = spawnSync(
    "npx",
    ["--yes", LIGHTHOUSE, process.env.PORTAL_URL + address, "--quiet", "--output=json", "--skip-audits=is-crawlable", "--chrome-flags=--headless=new --no-sandbox"],
    { encoding: "utf8", maxBuffer: 64e6, env: { CHROME_PATH: "/usr/bin/chromium", ...process.env } },
  );
  if (status) throw new Error(stderr);
  return JSON.parse(stdout);
}

const percentage = (category) => Math.round(category.score * 100);

for (const [name, address] of Object.entries(PAGES)) {
  const { categories, audits } = report(address);
  const scores = Object.keys(LEAST).map((id) => `${id} ${percentage(categories[id])}`);
  console.log(`${name.padEnd(18)} ${scores.join(", ")}`);
  for (const [id, least] of Object.entries(LEAST)) {
    if (percentage(categories[id]) >= least) continue;
    process.exitCode = 1;
    const lacking = categories[id].auditRefs.filter(({ id: audit, weight }) => weight && audits[audit].score < 0.9);
    console.log(lacking.map(({ id: audit }) => `  ${id}: ${audits[audit].title} ${audits[audit].displayValue ?? ""}`).join("\n"));
  }
}
