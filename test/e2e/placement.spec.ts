import type { Page } from "@playwright/test";
import { Variant } from "#lib/item/question.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./accessible.ts";
import { rightAnswer, writeAnswer } from "./answers.ts";
import { alive, expect, open, test } from "./app.ts";
import type { Database } from "./database.ts";
import { refold } from "./refolded.ts";
import { findSecrets, secretsOf } from "./secrets.ts";

test.use({ theme: "placement" });
// Fifteen questions with the keyboard.
test.setTimeout(180_000);

interface Question {
  id: string;
  number: number;
  concept: string;
  variant: Variant;
}

/** The question of the placement that goes on; null when none does. */
async function openQuestion(database: Database): Promise<Question | null> {
  const [row] = await database.all(
    `SELECT q.id, q.position, q.snapshot, q.conceptId FROM PlacementQuestion q
     JOIN Placement p ON p.id = q.placementId WHERE p.openFor IS NOT NULL AND q.answeredAt IS NULL`,
  );
  if (!row) return null;
  const variant = Variant.parse(JSON.parse(String(row.snapshot)));
  return { id: String(row.id), number: Number(row.position) + 1, concept: String(row.conceptId), variant };
}

async function mustBeOpen(database: Database): Promise<Question> {
  const question = await openQuestion(database);
  if (!question) throw new Error("no placement goes on");
  return question;
}

const shown = (page: Page, number: number) =>
  expect(page.getByRole("status").filter({ hasText: "of at most" })).toHaveText(`Question ${number} of at most 15`);

/** Answers with the keyboard, rightly or by X, until the result is shown; gives what was asked. */
async function answerAll(page: Page, database: Database, knows: (question: Question) => boolean): Promise<Question[]> {
  const asked: Question[] = [];
  for (;;) {
    const question = await openQuestion(database);
    if (!question) break;
    await shown(page, question.number);
    asked.push(question);
    if (knows(question)) {
      await writeAnswer(page, rightAnswer(question.variant));
      await page.keyboard.press("Enter");
    } else await page.keyboard.press("Alt+x");
    await expect.poll(async () => (await openQuestion(database))?.id).not.toBe(question.id);
  }
  await expect(page).toHaveURL(/\/placement\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: /concepts known$/ })).toBeVisible();
  return asked;
}

async function begin(page: Page): Promise<void> {
  await open(page, "/placement");
  await page.getByRole("button", { name: "Begin" }).focus();
  await page.keyboard.press("Enter");
  await shown(page, 1);
  await alive(page);
}

async function drop(page: Page): Promise<void> {
  await open(page, "/");
  await page.getByRole("button", { name: "Drop it" }).click();
  await expect(page.getByText("A placement is begun")).toBeHidden();
}

test("is offered to a new learner, can be declined, and is found in the settings again", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("button", { name: "Find out" }).click();
  await shown(page, 1);
  await page.getByRole("link", { name: "Stop for now" }).click();
  await expect(page.getByText("A placement is begun, 0 questions answered.")).toBeVisible();
  await drop(page);
  await page.getByRole("button", { name: "No, thanks" }).click();
  await expect(page.getByRole("button", { name: "Find out" })).toBeHidden();
  await page.reload();
  await expect(page.getByRole("heading", { name: "The ground so far" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Find out" })).toBeHidden();
  await open(page, "/settings");
  await page.getByRole("link", { name: "Placement" }).click();
  await expect(page.getByRole("heading", { name: "Placement" })).toBeVisible();
});

test("from the first question to the result and back, with the keyboard alone", async ({ page, server, database }) => {
  await begin(page);
  const { variant } = await mustBeOpen(database);
  const answers = await answerAll(page, database, () => true);
  expect(answers.length).toBeGreaterThanOrEqual(8);
  expect(answers[0]?.variant.item).toBe(variant.item);
  const rows = await database.all("SELECT DISTINCT kind FROM Log");
  expect(rows.map(({ kind }) => kind)).toEqual(["placement"]);
  const set = await database.countLog();
  expect(set).toBeGreaterThan(100);
  await expect(page.getByText(`${answers.length} of ${answers.length} answers were right.`)).toBeVisible();
  await expect(page.getByText(`${set} questions are set aside as known`)).toBeVisible();
  await open(page, "/");
  await expect(page.getByText(/^0 of \d+ questions met\./)).toBeVisible();
  await page.goBack();
  await alive(page);
  await page.getByRole("button", { name: "Take it back" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText("as if it had not been");
  expect(await database.countLog()).toBe(2 * set);
  expect(await database.all("SELECT itemId FROM Card")).toEqual([]);
  const compared = await refold(server);
  expect(compared.map(({ stored }) => stored)).toEqual(compared.map(({ refolded }) => refolded));
});

test("broken off by a reload, a killed server and days, it goes on where it was, with what was typed", async ({
  page,
  server,
  database,
}) => {
  const before = await database.countLog();
  await begin(page);
  for (let n = 1; n <= 3; n++) {
    await page.keyboard.press("Alt+x");
    await shown(page, n + 1);
  }
  const fourth = await mustBeOpen(database);
  await server.kill9();
  await server.restart();
  await open(page, "/placement");
  await shown(page, 4);
  await writeAnswer(page, rightAnswer(fourth.variant));
  await page.reload();
  await alive(page);
  await page.keyboard.press("Enter");
  await shown(page, 5);
  const rows = await database.all(`SELECT "right" FROM PlacementQuestion WHERE id = ?`, [fourth.id]);
  expect(rows).toEqual([expect.objectContaining({ right: 1 })]);
  expect(await database.countLog()).toBe(before);
  await drop(page);
  expect(await database.countLog()).toBe(before);
});

test("two tabs answer the same question once, and the second goes on with what is open", async ({
  page,
  context,
  database,
}) => {
  await begin(page);
  const other = await context.newPage();
  await open(other, "/placement");
  const first = await mustBeOpen(database);
  await page.keyboard.press("Alt+x");
  await shown(page, 2);
  await writeAnswer(other, rightAnswer(first.variant));
  await other.keyboard.press("Enter");
  await shown(other, 2);
  const rows = await database.all(`SELECT "right", answer FROM PlacementQuestion WHERE id = ?`, [first.id]);
  expect(rows).toEqual([expect.objectContaining({ right: 0, answer: null })]);
  await drop(page);
});

test("an answer that can't be read costs nothing, and nothing entered is not sent", async ({ page, database }) => {
  await begin(page);
  await page.keyboard.press("Enter");
  const first = await mustBeOpen(database);
  if (first.variant.question.kind !== "order")
    await expect(page.getByRole("alert").filter({ hasText: "Nothing was answered yet" })).toBeVisible();
  expect((await mustBeOpen(database)).number).toBe(first.variant.question.kind === "order" ? 2 : 1);
  await drop(page);
});

test("no byte before the end tells which answer is right, or whether one was", async ({ page, database }) => {
  let bodies: string[] = [];
  await page.route("**/*", async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    const body = await response.body();
    if (!new URL(route.request().url()).pathname.startsWith("/_next/static/"))
      bodies.push(JSON.stringify(response.headers()) + body.toString("utf8"));
    await route.fulfill({ response, body });
  });
  await begin(page);
  const leaks: string[] = [];
  for (let n = 1; n <= 6; n++) {
    const { id, variant } = await mustBeOpen(database);
    await expect.poll(() => bodies.some((body) => body.includes(id))).toBe(true);
    const found = bodies.flatMap((body) => findSecrets(body, secretsOf(variant)));
    leaks.push(...found.map((secret) => `${variant.item}: ${secret}`));
    expect(bodies.join("")).not.toMatch(/\\?"(solution|malOutcomes|tolerance|seed|snapshot|correct|outcome)\\?":/);
    bodies = [];
    if (n % 2 === 0) await page.keyboard.press("Alt+x");
    else {
      await writeAnswer(page, rightAnswer(variant));
      await page.keyboard.press("Enter");
    }
    await shown(page, n + 1);
  }
  expect(leaks).toEqual([]);
  await page.unrouteAll({ behavior: "wait" });
  await drop(page);
});

for (const colours of ["light", "dark"] as const) {
  test(`is accessible and fits a phone, ${colours}`, async ({ page, database }) => {
    await page.emulateMedia({ colorScheme: colours });
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, "/placement");
    await expectAccessible(page, "the start", colours);
    await begin(page);
    await expectAccessible(page, "a question", colours);
    await expectNoSidewaysScroll(page, "a question");
    await answerAll(page, database, ({ number }) => number % 3 > 0);
    await expectAccessible(page, "the result", colours);
    await expectNoSidewaysScroll(page, "the result");
    await page.getByRole("button", { name: "Take it back" }).click();
    await expect(page.getByRole("status")).toContainText("Taken back");
    await expectAccessible(page, "the result taken back", colours);
  });
}
