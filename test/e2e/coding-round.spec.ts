import type { Page } from "@playwright/test";
import { softmax } from "#content/activations/challenges/softmax/cases.ts";
import { expectFit } from "./accessible.ts";
import { actionOf } from "./actions.ts";
import { alive, expect, open, test } from "./app.ts";
import type { Database } from "./database.ts";
import { question, saved } from "./exams.ts";
import { listen, type Received } from "./received.ts";
import { refold } from "./refolded.ts";
import { editor, fileOf, forget, headline, OVERFLOWS, SOFTMAX, verdict, write } from "./workplace.ts";

test.use({ theme: "coding round" });
test.setTimeout(180_000);

const SOLUTION = fileOf(SOFTMAX, "solution.py");
const JUDGED = { timeout: 60_000 };
/** Time for the server to be killed while it judges. */
const SLOW = "\n\nimport time\n\nbegun = time.time()\nwhile time.time() - begun < 2.5:\n    pass\n";
const hidden = softmax.cases.filter(({ shown }) => shown === "hidden").map(({ name }) => name);

/** Begins a coding round from the start page, with softmax as its first challenge and embedding as its second. */
async function beginRound(page: Page, database: Database): Promise<string> {
  await database.all("UPDATE Exam SET openFor = NULL, endedAt = startedAt, ending = 'handed_in'");
  await database.all("UPDATE ExamQuestion SET submissionId = NULL, answer = NULL");
  await forget(database, "softmax");
  await open(page, "/exam");
  await page.getByRole("radio", { name: /^Coding round/ }).check();
  await page.getByRole("button", { name: "Begin; the time starts" }).click();
  await page.waitForURL(/\/exam\/[0-9a-f-]{36}$/);
  const exam = page.url().split("/").at(-1) ?? "";
  for (const [place, challenge] of ["softmax", "embedding"].entries()) {
    const asked = [challenge, exam, place];
    await database.all("UPDATE ExamQuestion SET challengeId = ?, given = 900 WHERE examId = ? AND place = ?", asked);
  }
  await page.reload();
  await alive(page);
  await expect(editor(page)).toBeVisible();
  return exam;
}

const run = (page: Page) => page.keyboard.press("ControlOrMeta+Enter");
const listed = (page: Page) => page.getByRole("region", { name: "Challenges" });

/** Hands in by the keyboard, from the editor of the last challenge. */
async function handIn(page: Page): Promise<void> {
  await page.keyboard.press("Alt+j");
  await page.getByRole("dialog").getByRole("button", { name: "Hand in", exact: true }).press("Enter");
  await page.waitForURL(/\/report$/);
}

test("two challenges are solved against the clock, and judged by all cases once it is over", async ({
  page,
  database,
  server,
}) => {
  const exam = await beginRound(page, database);
  await expect(page.getByRole("heading", { level: 2, name: "Softmax" })).toBeVisible();
  await write(page, SOLUTION);
  await run(page);
  await expect(headline(page)).toHaveText(/All 3 visible cases pass/, JUDGED);
  await saved(page);
  await page.reload();
  await alive(page);
  await expect(editor(page)).toContainText("def softmax");
  await expect(headline(page)).toHaveText(/All 3 visible cases pass/);

  await editor(page).focus();
  await page.keyboard.press("Alt+j");
  await question(page, 2);
  await expect(editor(page)).toBeVisible();
  await expect(verdict(page)).toBeHidden();
  await page.keyboard.press("Alt+k");
  await question(page, 1);
  await expect(editor(page)).toContainText("def softmax");
  await page.keyboard.press("Alt+j");
  await question(page, 2);
  expect(await database.all("SELECT 1 FROM Submission")).toEqual([]);
  await handIn(page);

  await expect(listed(page).getByRole("link", { name: /^1 / })).toContainText("solved", JUDGED);
  await expect(listed(page).getByRole("link", { name: /^2 / })).toContainText("no program");
  await expect(page.getByRole("region", { name: "Result" })).toContainText("1 of 2 challenges solved");
  expect(await database.all("SELECT itemId, kind, answer ->> '$.form' AS form FROM Log")).toEqual([
    { itemId: "challenge/softmax", kind: "review", form: "whole" },
  ]);
  const compared = await refold(server);
  expect(compared.map(({ stored }) => stored)).toEqual(compared.map(({ refolded }) => refolded));

  await listed(page).getByRole("link", { name: /^1 / }).click();
  await expect(headline(page)).toHaveText(new RegExp(`Solved: all ${softmax.cases.length} cases pass`));
  await expect(page.getByText("What you wrote, in Python")).toBeVisible();
  await alive(page);
  await page.keyboard.press("j");
  await page.waitForURL(/\/report\/2$/);
  await expect(page.getByText("No program was written.")).toBeVisible();
  await open(page, "/challenges/softmax");
  await expect(page.getByText("✓ Solved")).toBeVisible();
  await open(page, "/exam");
  await expect(page.getByRole("link", { name: /Coding round/ })).toContainText("1 of 2 challenges solved");
  expect((await page.request.get(`/exam/${exam}/report/3`)).status()).toBe(404);
});

test("until the end nothing is told but the visible cases, and there is no help elsewhere", async ({
  page,
  database,
}) => {
  await beginRound(page, database);
  const received: Received[] = [];
  await listen(page, received);
  await write(page, OVERFLOWS);
  const started = await actionOf(page, () => run(page));
  await expect(headline(page)).toHaveText(/1 of 3 visible cases fails/, JUDGED);
  await expect(verdict(page)).not.toContainText("This is what it gives");
  const id = crypto.randomUUID();
  const wanted = {
    id,
    challenge: "softmax",
    language: "python",
    source: OVERFLOWS,
    which: "all",
    round: 1,
    seconds: 1,
  };
  const refused = await started.call([wanted]);
  expect(refused.body).toContain("refused");

  await open(page, "/challenges/softmax");
  await expect(page.getByText("The exam that goes on asks this challenge.")).toBeVisible();
  await expect(editor(page)).toBeHidden();
  const text = received.map(({ body }) => body).join("\n");
  await page.unrouteAll({ behavior: "wait" });
  expect(text).toContain("visible cases");
  expect(hidden.filter((name) => text.includes(name))).toEqual([]);
  expect(text).not.toContain("shifted = logits - logits.max");
  await page.getByRole("link", { name: "Back to the exam" }).click();
  await expect(editor(page)).toContainText("def softmax");
  await page.keyboard.press("Alt+j");
  await question(page, 2);
  await handIn(page);

  await expect(listed(page).getByRole("link", { name: /^1 / })).toContainText(/not solved; \d+ % of its cases/, JUDGED);
  await expect(page.getByRole("region", { name: "What to do next" })).toContainText("Softmax");
  await listed(page).getByRole("link", { name: /^1 / }).click();
  await expect(verdict(page)).toContainText("This is what it gives");
  await expect(verdict(page)).toContainText(hidden[0]);
});

test.describe("a server that is killed", () => {
  test.use({ expectedProblems: [/Failed to load resource: net::ERR_/] });

  test("what was not judged when the server was killed is judged after it was started again", async ({
    page,
    database,
    server,
  }) => {
    const exam = await beginRound(page, database);
    await write(page, `${SOLUTION}${SLOW}`);
    await saved(page);
    await page.keyboard.press("Alt+j");
    await question(page, 2);
    await handIn(page);
    await expect(listed(page).getByRole("link", { name: /^1 / })).toContainText("not judged yet");
    await server.kill9();
    const rows = await database.all("SELECT submissionId FROM ExamQuestion WHERE examId = ? AND place = 0", [exam]);
    expect(rows).toEqual([{ submissionId: null }]);
    // The page asks for as long as the server is gone, and shows the verdict once it is back.
    await server.restart();
    await expect(listed(page).getByRole("link", { name: /^1 / })).toContainText("solved", JUDGED);
    expect(await database.all("SELECT 1 AS one FROM Submission WHERE challengeId = 'softmax'")).toEqual([{ one: 1 }]);
  });
});

test("what another tab wrote later stands in the editor when it is looked at again", async ({ page, database }) => {
  await beginRound(page, database);
  await write(page, "first = 1");
  await saved(page);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await alive(other);
  await expect(editor(other)).toContainText("first = 1");
  await write(other, "second = 2");
  await saved(other);
  await other.getByText("TypeScript", { exact: true }).click();
  await write(other, "const third = 3;");
  await saved(other);
  await other.close();
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(page.getByRole("radio", { name: "TypeScript" })).toBeChecked();
  await expect(editor(page)).toContainText("const third = 3;");
  await page.getByText("Python", { exact: true }).click();
  await expect(editor(page)).toContainText("second = 2");
});

test("an exam of one’s own may end with a challenge, and its pages are fit for all", async ({ page, database }) => {
  await beginRound(page, database);
  await expectFit(page, "a challenge of an exam");
  await write(page, OVERFLOWS);
  await saved(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Code", exact: true }).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(headline(page)).toHaveText(/visible cases fails/, JUDGED);
  await page.setViewportSize({ width: 1280, height: 900 });
  await editor(page).focus();
  await page.keyboard.press("Alt+j");
  await question(page, 2);
  await handIn(page);
  await expect(listed(page).getByRole("link", { name: /^1 / })).toContainText("not solved", JUDGED);
  await expectFit(page, "the report of a coding round");
  await listed(page).getByRole("link", { name: /^1 / }).click();
  await expect(verdict(page)).toBeVisible();
  await expectFit(page, "a program of the report");

  await open(page, "/exam/own?questions=2&minutes=30&challenges=1");
  await expect(page.getByRole("heading", { name: "2 questions and 1 challenge in 30 minutes" })).toBeVisible();
  await page.getByRole("button", { name: "Begin; the time starts" }).click();
  await page.waitForURL(/\/exam\/[0-9a-f-]{36}$/);
  await alive(page);
  await question(page, 1);
  await expect(editor(page)).toBeHidden();
  await page.keyboard.press("Alt+j");
  await page.keyboard.press("Alt+j");
  await question(page, 3);
  await expect(editor(page)).toBeVisible();
});
