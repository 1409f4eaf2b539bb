// Ways to spend the days until an exam, compared on simulated learners: npm run bench:policies [-- --json --write
// --smoke --seeds 8]
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compare, LEARNERS, type Learners, type Setting } from "./compare.ts";
import { figures, plot, replaceFigures } from "./page.ts";
import { POLICIES } from "./policies.ts";

const PAGE = fileURLToPath(new URL("../../../docs/policies.md", import.meta.url));
const PLOT = fileURLToPath(new URL("../../../docs/images/policies.svg", import.meta.url));

const { values: chosen } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    smoke: { type: "boolean", default: false },
    seeds: { type: "string", default: "8" },
  },
});
if (chosen.smoke && chosen.write) throw new Error("the sizes of --smoke say nothing, so they are not written");
const seeds = chosen.smoke ? 1 : Number(chosen.seeds);
if (!(Number.isInteger(seeds) && seeds > 0))
  throw new Error(`--seeds takes a whole number above 0, got ${chosen.seeds}`);

const setting = (learners: Learners, weights: Setting["weights"], days: number, minutesPerDay: number): Setting => ({
  learners,
  memories: LEARNERS[learners],
  weights,
  days,
  minutesPerDay,
});
const budgets = [5, 15, 30, 45];
const settings = chosen.smoke
  ? [setting("mis-modelled", "equal", 5, 5)]
  : [
      ...[14, 45, 90].flatMap((days) => budgets.map((minutes) => setting("mis-modelled", "equal", days, minutes))),
      ...[14, 45].flatMap((days) => budgets.map((minutes) => setting("mis-modelled", "unequal", days, minutes))),
      ...budgets.map((minutes) => setting("as modelled", "equal", 45, minutes)),
      ...budgets.map((minutes) => setting("badly mis-modelled", "equal", 45, minutes)),
    ];
const comparisons = settings.map((one) => {
  console.error(`${one.days} days, ${one.minutesPerDay} minutes, ${one.weights} weights, learners ${one.learners}`);
  return compare(POLICIES, one, seeds);
});
console.log(chosen.json ? JSON.stringify({ seeds, comparisons }) : figures(comparisons, seeds));
if (chosen.write) {
  writeFileSync(PAGE, replaceFigures(readFileSync(PAGE, "utf8"), comparisons, seeds));
  writeFileSync(PLOT, plot(comparisons));
}
