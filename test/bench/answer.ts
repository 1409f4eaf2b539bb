// From an answer sent to its verdict, on the server and in process: the action itself, over every item of the bank.
import { execFileSync } from "node:child_process";
import { answerAction, revealAction } from "#app/_actions/drill.ts";
import { askable } from "#app/_data/bank.ts";
import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { beginSession } from "#app/_data/sessions.ts";
import type { Answer } from "#lib/grade/answer.ts";
import { Dice } from "#lib/item/dice.ts";
import type { Variant } from "#lib/item/question.ts";
import { makeVariant } from "#lib/item/variant.ts";
import { type Measured, options, print, timed } from "./report.ts";
import { temporaryDatabase } from "./temporary-database.ts";

const { json, smoke } = options();
const ANSWERS = smoke ? 12 : 1000;
/** As many answers as a long day has. */
const PER_SESSION = 40;
const dice = new Dice(20_260_504);

const databaseFile = await temporaryDatabase();
execFileSync(process.execPath, ["--conditions=react-server", "--import", "tsx", "prisma/seed.ts"], {
  stdio: ["ignore", "ignore", "inherit"],
  env: { ...process.env, DATABASE_URL: `file:${databaseFile}` },
});
const db = database();
const learner = await currentLearner(db);
// Challenges are not asked in the drill.
const items = await db.item.findMany({
  where: { status: "active", kind: { not: "code" } },
  select: { id: true, rule: true, kind: true },
});

const all: number[] = [];
const byKind = new Map<string, number[]>();
const making: number[] = [];
let order: typeof items = [];
let session = await beginSession(db, learner.id, new Date());

for (let n = 0; n < ANSWERS; n++) {
  if (order.length === 0) order = dice.shuffle(items);
  if (n % PER_SESSION === 0) session = await beginSession(db, learner.id, new Date());
  const { id, rule, kind } = order.pop() as (typeof items)[number];
  const { servingId, variant } = await open(id);
  const answer = answerTo(variant, dice.integer(1, 10) <= 8);
  if (answer.kind === "recall") await revealAction({ servingId, text: answer.text });
  const { result, milliseconds } = await timed(() => answerAction({ servingId, answer, seconds: 20 }));
  if (result.kind !== "answered")
    throw new Error(`${id}, seed ${variant.seed}, took ${JSON.stringify(answer)} as ${JSON.stringify(result)}`);
  const name = rule === "program" ? `${kind}, computed` : kind;
  byKind.set(name, [...(byKind.get(name) ?? []), milliseconds]);
  all.push(milliseconds);
}
await db.$disconnect();

const measured: Measured[] = [
  { what: "answer to verdict, all", times: all },
  ...[...byKind].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, times]): Measured => ({ what: `  ${kind}`, times })),
  { what: "drawing and computing a variant", times: making },
];
print(`${ANSWERS} answers over ${items.length} items`, measured, json);

/** Opens a question of the item, drawn by the benchmark's own dice. */
async function open(itemId: string): Promise<{ servingId: string; variant: Variant }> {
  const item = await askable(db, itemId);
  if (!item) throw new Error(`${itemId} can't be asked`);
  const { result: variant, milliseconds } = await timed(() => makeVariant(item, dice.integer(0, 2 ** 31 - 1)));
  making.push(milliseconds);
  await db.serving.updateMany({ where: { openFor: learner.id }, data: { openFor: null } });
  const { id: servingId } = await db.serving.create({
    data: {
      learnerId: learner.id,
      openFor: learner.id,
      sessionId: session.id,
      itemId,
      seed: variant.seed,
      snapshot: variant,
      servedAt: new Date(),
    },
  });
  return { servingId, variant };
}

/** A right answer, written in full, or one that is wrong. */
function answerTo({ question, solution }: Variant, right: boolean): Answer {
  switch (solution.kind) {
    case "numeric":
      return { kind: "numeric", text: String(right ? solution.key : 2 * solution.key + 1) };
    case "tensor":
      return { kind: "tensor", cells: solution.key.map((row) => row.map((x) => String(right ? x : 2 * x + 1))) };
    case "bug":
      return { kind: "bug", line: right ? solution.faults[0].line : (solution.suspects[0]?.line ?? 1) };
    case "choice":
      return { kind: "choice", option: right ? solution.key : (solution.key + 1) % solution.options.length };
    case "cloze":
      return { kind: "cloze", texts: solution.blanks.map(([first]) => (right ? first : "nothing of the kind")) };
    case "expression":
      return { kind: "expression", text: right ? solution.key : `(${solution.key}) + 1` };
    case "multi":
      return { kind: "multi", ticked: solution.options.flatMap(({ correct }, i) => (correct === right ? i : [])) };
    case "match":
      return { kind: "match", chosen: right ? solution.key : solution.key.map((choice) => (choice === 0 ? 1 : 0)) };
    case "order":
      return { kind: "order", order: right ? solution.key : solution.key.toReversed() };
    case "recall":
      return { kind: "recall", text: question.prompt, ticked: right ? solution.rubric.map((_, i) => i) : [] };
  }
}
