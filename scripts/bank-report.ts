import { countCoverage, parseCoverage } from "#lib/bank/coverage.ts";
import { contentFiles } from "./content-files.ts";

// What of the study material the bank meets, row by row, and what is still planned.
const DEMANDS = ["notes", "computed", "challenge", "lab"] as const;
const file = contentFiles("coverage.yml")[0];
const { entries } = parseCoverage(file.path, file.text);

for (const area of new Set(entries.map((row) => row.area))) {
  console.log(`\n${area}`);
  for (const row of entries.filter((other) => other.area === area)) {
    const asked = DEMANDS.filter((demand) => row[demand] !== undefined);
    const met = asked.filter((demand) => row[demand] !== "planned");
    const planned = asked.filter((demand) => row[demand] === "planned");
    console.log(`  ${planned.length === 0 ? "✓" : met.length === 0 ? "·" : "◐"} ${row.bullet}`);
    if (planned.length > 0) console.log(`      planned: ${planned.join(", ")}`);
  }
}
console.log();
for (const [demand, { met, planned }] of Object.entries(countCoverage(entries)))
  console.log(`${demand.padEnd(10)} ${met} of ${met + planned} met, ${planned} planned`);
