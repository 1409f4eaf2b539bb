import type { Client } from "@libsql/client";
import { ALGORITHM_VERSION, scheduleContext } from "#lib/schedule/card.ts";
import { rowContext } from "#lib/schedule/log.ts";
import { MINUTE, studyDay, studyDayStart } from "#lib/schedule/study-day.ts";
import { Dice } from "#lib/item/dice.ts";

export interface Size {
  concepts: number;
  /** Items that were answered, and items never asked. */
  cards: number;
  fresh: number;
  /** Answers in the log, and study days they are spread over. */
  answers: number;
  days: number;
  /** Misconceptions that the bank names, and how many of them the learner has shown and not overcome. */
  misconceptions: number;
  misunderstood: number;
}

type Row = Record<string, string | number>;

const ROWS_AT_ONCE = 2000;
/** Every so manieth item can show misconceptions: what documents bring shows none. */
const TARGETING = 4;

const misconceptionId = (i: number) => `misconception-number-${i}`;

/**
 * Fills a migrated database with what one learner in UTC leaves behind in years: cards in realistic states, a tenth of
 * them due, each answered equally often, and sessions, the last of them today. The same for the same seed and `now`.
 */
export async function fillLongHistory(client: Client, learnerId: string, size: Size, now: Date): Promise<void> {
  const dice = new Dice(7);
  const context = scheduleContext({ now, utcOffsetMinutes: 0, rolloverHour: 4 });
  const today = studyDay(now, context);
  const written = JSON.stringify(rowContext(context, ALGORITHM_VERSION));
  const items = Array.from({ length: size.cards + size.fresh }, (_, i) => itemRow(i, size));
  const perDay = Math.ceil(size.answers / size.days);
  const start = (day: number) => studyDayStart(day, context).getTime() + 2 * 60 * MINUTE;
  const dayOf = (answer: number) => today - Math.floor((size.answers - 1 - answer) / perDay);

  const transaction = await client.transaction("write");
  const insert = async (table: string, rows: Row[]) => {
    if (rows.length === 0) return;
    const columns = Object.keys(rows[0]);
    const names = columns.map((column) => `"${column}"`).join(", ");
    const values = columns.map((column) => `json_extract(value, '$.${column}')`).join(", ");
    const sql = `INSERT INTO "${table}" (${names}) SELECT ${values} FROM json_each(?)`;
    await transaction.execute({ sql, args: [JSON.stringify(rows)] });
  };
  await insert("Learner", [{ id: learnerId, createdAt: iso(start(today - size.days)) }]);
  await insert("Settings", [{ learnerId, timeZone: "UTC" }]);
  await insert("Area", [{ id: "area", title: "Area", position: 0, weight: 1 }]);
  await insert(
    "Concept",
    Array.from({ length: size.concepts }, (_, i) => ({
      id: `concept-${i}`,
      title: `Concept ${i}`,
      areaId: "area",
      position: i,
      needs: JSON.stringify(i === 0 ? [] : [`concept-${Math.floor(i / 2)}`]),
      body: "A note. ".repeat(300),
    })),
  );
  await insert("Item", items);
  const began = iso(start(today - size.days));
  const reps = Math.round(size.answers / size.cards);
  await insert(
    "Card",
    items.slice(0, size.cards).map(({ id: itemId }) => {
      const learning = dice.integer(1, 50) === 1;
      const stability = Math.exp(dice.decimal(0, 6, 3));
      const scheduledDays = learning ? 0 : Math.min(365, Math.max(1, Math.round(stability)));
      const overdue = dice.integer(1, 10) === 1;
      const since = overdue ? scheduledDays + dice.integer(0, 20) : dice.integer(0, Math.max(0, scheduledDays - 1));
      const lastReviewDay = today - since;
      const dueDay = studyDayStart(lastReviewDay + scheduledDays, context).getTime();
      return {
        learnerId,
        itemId,
        state: learning ? "relearning" : "review",
        due: iso(learning ? start(lastReviewDay) + 10 * MINUTE : dueDay),
        stability,
        difficulty: dice.decimal(1, 10, 2),
        scheduledDays,
        learningSteps: 0,
        reps,
        lapses: dice.integer(0, 4),
        lastReview: iso(start(lastReviewDay)),
        lastReviewDay,
        confidentError: 0,
        rightUnaided: dice.integer(1, 10) > 1 ? 1 : 0,
        firstAt: began,
        seconds: dice.decimal(5, 90),
      };
    }),
  );
  await insert(
    "Session",
    Array.from({ length: size.days }, (_, i) => {
      const day = today - size.days + 1 + i;
      return { id: `session-${day}`, learnerId, startedAt: iso(start(day)) };
    }),
  );
  await insert(
    "Misconception",
    Array.from({ length: size.misconceptions }, (_, i) => ({
      id: misconceptionId(i),
      name: `Misconception ${i}`,
      claim: "One thing is another.",
      truth: "It is not.",
      conceptId: `concept-${i % size.concepts}`,
    })),
  );
  await insert(
    "Misunderstanding",
    Array.from({ length: size.misunderstood }, (_, i) => {
      const shown = (n: number) => ({ seq: 100 * i + n, day: today - 9 + n, itemId: items[i].id, shown: n % 3 < 2 });
      const evidence = Array.from({ length: 8 }, (_, n) => ({ ...shown(n), confident: n === 1 }));
      return { learnerId, misconceptionId: misconceptionId(i), status: "held", evidence: JSON.stringify(evidence) };
    }),
  );
  for (let from = 0; from < size.answers; from += ROWS_AT_ONCE) {
    const length = Math.min(ROWS_AT_ONCE, size.answers - from);
    const answers = Array.from({ length }, (_, i) => {
      const n = from + i;
      const at = iso(start(dayOf(n)) + (n % perDay) * 20_000);
      return { n, at, id: `serving-${n}`, itemId: items[n % size.cards].id, sessionId: `session-${dayOf(n)}` };
    });
    await insert(
      "Serving",
      answers.map(({ n, at, id, itemId, sessionId }) => {
        return { id, learnerId, sessionId, itemId, seed: n, snapshot: SNAPSHOT, servedAt: at };
      }),
    );
    await insert(
      "Log",
      answers.map(({ at, id, itemId }) => {
        const right = dice.integer(1, 10) > 1;
        return {
          learnerId,
          itemId,
          kind: "review",
          at,
          grade: right ? "good" : "again",
          context: written,
          servingId: id,
          answer: '{"kind":"choice","option":1}',
          verdict: JSON.stringify({ outcome: right ? "right" : "wrong", read: "a", credit: 1, diagnosis: null }),
          seconds: dice.decimal(5, 60),
        };
      }),
    );
  }
  await transaction.commit();
  await client.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

/** As long as the snapshot of a choice with its reasons. */
const SNAPSHOT = JSON.stringify({ question: "Which of these holds? ".repeat(20), solution: "It holds. ".repeat(60) });

function itemRow(i: number, { concepts, misconceptions }: Size) {
  const concept = `concept-${i % concepts}`;
  const id = `${concept}/item-${i}`;
  const definition = {
    id,
    version: 1,
    concept,
    title: `item ${i}`,
    rule: "authored",
    source: { file: `${concept}.md`, line: 1, hash: "0" },
    kind: "choice",
    stem: `Which of these is ${i}?`,
    options: [
      { text: String(i), correct: true, why: "It is the number itself." },
      { text: String(i + 1), why: "That is one more." },
      { text: String(i + 2), why: "That is two more." },
      { text: String(i + 3), why: "That is three more." },
    ],
  };
  const { version, title, rule, kind } = definition;
  const stored = JSON.stringify(definition);
  const targets =
    i % TARGETING === 0 ? [misconceptionId(i % misconceptions), misconceptionId((i + 1) % misconceptions)] : [];
  return {
    id,
    conceptId: concept,
    kind,
    version,
    title,
    rule,
    definition: stored,
    status: "active",
    position: i,
    targets: JSON.stringify(targets),
  };
}

/** An instant as Prisma writes it. */
function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "+00:00");
}
