import { renderMarkdown } from "#lib/text/markdown.ts";
import { expectFit } from "./accessible.ts";
import { rightAnswer, wrongAnswer, writeAnswer } from "./answers.ts";
import { alive, expect, open, test } from "./app.ts";
import { beginExam, examAnswers, examVariant, handIn, letPass, loggedAnswers, question, saved } from "./exams.ts";
import { refold } from "./refolded.ts";
import { listen, MEMBERS, type Received } from "./received.ts";
import { findSecrets, secretsOf } from "./secrets.ts";

test.use({ theme: "exam" });

const KINDS = ["bug", "choice", "cloze", "expression", "match", "multi", "numeric", "order", "tensor"];

test("an exam of every kind is sat by keyboard alone, and its answers come to the log with its end", async ({
  page,
  database,
  server,
}) => {
  const exam = await beginExam(page, database, { kinds: KINDS.slice(0, 8), questions: 8, certainty: true });
  for (let place = 0; place < 8; place++) {
    await question(page, place + 1);
    const variant = await examVariant(database, exam, place);
    if (place < 6) {
      if (variant.question.kind === "order") await page.getByRole("listbox").focus();
      await writeAnswer(page, place === 0 ? wrongAnswer(variant).answer : rightAnswer(variant));
      await page.keyboard.press(place === 0 ? "Alt+s" : "Alt+r");
    }
    if (place === 2) await page.keyboard.press("Alt+f");
    if (place < 7) await page.keyboard.press(place === 6 ? "Alt+x" : "Alt+j");
  }
  await saved(page);
  expect(await loggedAnswers(database, exam)).toBe(0);
  const answers = await examAnswers(database, exam);
  expect(answers.map((answer) => answer !== null)).toEqual([true, true, true, true, true, true, false, false]);
  await expect(page.getByRole("button", { name: "Question 3, answered, flagged" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Question 7, skipped" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Question 8, open" })).toHaveAttribute("aria-current", "step");

  await page.keyboard.press("Alt+k");
  await question(page, 7);
  await page.keyboard.press("Alt+j");
  await page.getByRole("main").locator("input, [role=listbox]").first().blur();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Hand in?" });
  await expect(dialog).toContainText("2 questions are open; what is open counts as wrong.");
  await expect(dialog).toContainText("1 question flagged.");
  await dialog.getByRole("button", { name: "Hand in", exact: true }).press("Enter");
  await page.waitForURL(/\/report$/);
  await expect(page.getByText("5 of 8 right")).toBeVisible();
  expect(await loggedAnswers(database, exam)).toBe(6);
  const compared = await refold(server);
  expect(compared.length).toBeGreaterThanOrEqual(6);
  expect(compared.map(({ stored }) => stored)).toEqual(compared.map(({ refolded }) => refolded));

  await expect(page.getByRole("heading", { name: "Wrong, though you were sure" })).toBeVisible();
  await expect(page.getByText("1 answer you were sure or fairly sure of was wrong")).toBeVisible();
  await page.getByRole("list").getByRole("link", { name: /^1 / }).click();
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible();
  await alive(page);
  await page.keyboard.press("j");
  await page.waitForURL(/\/report\/2$/);
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText("Right");
  await open(page, `/exam/${exam}/report/8`);
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText("No answer");
  const beyond = await page.request.get(`/exam/${exam}/report/9`);
  expect(beyond.status()).toBe(404);
});

test("pages of exams are fit for screen readers, phones and the dark", async ({ page, database }) => {
  test.setTimeout(180_000);
  await open(page, "/exam");
  await expectFit(page, "the start page");
  // What the kinds ask is looked at in the drill.
  await beginExam(page, database, { kinds: ["choice", "numeric"], questions: 4, certainty: true });
  for (let place = 0; place < 4; place++) {
    if (place < 2) await expectFit(page, `question ${place + 1}`);
    await page.keyboard.press("1");
    await page.keyboard.press("Alt+g");
    if (place === 1) await page.keyboard.press("Alt+f");
    if (place < 3) await page.keyboard.press("Alt+j");
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Questions" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Question 4" }).click();
  await question(page, 4);
  await page.setViewportSize({ width: 1280, height: 900 });
  await handIn(page);
  await expectFit(page, "the report");
  await page.getByRole("main").getByRole("link", { name: /^1 / }).click();
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible();
  await expectFit(page, "a question of the report");
  await open(page, "/exam/own?questions=20&minutes=40");
  await expectFit(page, "an exam of one’s own");
});

test("the report’s first step is a button that begins it", async ({ page, database }) => {
  await beginExam(page, database, { questions: 3 });
  await handIn(page);
  await page.getByRole("region", { name: "What to do next" }).getByRole("button").first().click();
  await expect(page).not.toHaveURL(/report/);
  await expect(page).toHaveURL(/\/(drill|exam\/[0-9a-f-]{36})$/);
  await expect(page.getByRole("main")).toBeVisible();
  await database.all("UPDATE Session SET endedAt = startedAt WHERE mode <> 'daily' AND endedAt IS NULL");
});

test("exams are listed with their scores, and the trend is drawn from the second on", async ({ page, database }) => {
  await beginExam(page, database, { questions: 2 });
  await handIn(page);
  await beginExam(page, database, { questions: 2 });
  await open(page, "/");
  await expect(page.getByText("A mock exam goes on, 10 minutes left.")).toBeVisible();
  await open(page, "/exam");
  await expect(page.getByRole("region", { name: "Exam that goes on" })).toContainText("0 answered, 10 minutes left");
  await page.keyboard.press("Enter");
  await question(page, 1);
  await handIn(page);
  await open(page, "/exam");
  await expect(page.getByRole("img", { name: /^Share of right answers by exam/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Earlier exams" }).getByRole("link").first()).toContainText("0 of 2");
});

test("five minutes and one minute before the end is said, also where the timer is hidden", async ({
  page,
  database,
}) => {
  const exam = await beginExam(page, database);
  await page.getByRole("button", { name: "Time left" }).click();
  await expect(page.getByRole("button", { name: "Time left" })).toHaveText("Timer");
  await letPass(database, exam, 297);
  await page.reload();
  await alive(page);
  await expect(page.getByRole("button", { name: "Time left" })).toHaveText("Timer");
  await expect(page.getByRole("status").filter({ hasText: "Five minutes are left." })).toBeVisible();
  await letPass(database, exam, 240);
  await page.reload();
  await expect(page.getByRole("status").filter({ hasText: "One minute is left." })).toBeVisible();
});

/** Every text of a question as a page has it, where formulas are letters side by side. */
function renderedTexts(value: unknown): string[] {
  if (typeof value === "string") return [renderMarkdown(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(renderedTexts) : [];
}

test("nothing that tells an answer reaches the browser before the end, and after it everything is told", async ({
  page,
  database,
}) => {
  const received: Received[] = [];
  await listen(page, received);
  const exam = await beginExam(page, database, { kinds: KINDS, questions: 18 });
  const variants = await Promise.all(Array.from({ length: 18 }, (_, place) => examVariant(database, exam, place)));
  const servings = await database.all("SELECT servingId FROM ExamQuestion WHERE examId = ? ORDER BY place", [exam]);
  for (const variant of variants) {
    const { kind } = variant.question;
    // What was typed comes back, so it must be nothing that a misconception yields.
    if (kind === "numeric") await page.keyboard.type("987654");
    if (["choice", "multi", "bug"].includes(kind)) await writeAnswer(page, wrongAnswer(variant).answer);
    await page.keyboard.press("Alt+f");
    await page.keyboard.press("Alt+j");
  }
  await saved(page);
  await page.keyboard.press("Escape");
  await open(page, "/exam");
  await page.goto(`/exam/${exam}/report`);
  await alive(page);
  await expect(page).toHaveURL(new RegExp(`/exam/${exam}$`));
  const early = await page.request.get(`/exam/${exam}/report/1`);
  expect(early.status()).toBe(404);
  received.push({ what: "GET a question of the report", body: await early.text() });
  await open(page, `/drill?answered=${String(servings[0]?.servingId)}`);
  await open(page, `/exam/${exam}`);
  expect(received.map(({ what }) => what)).toEqual(expect.arrayContaining([`GET /exam/${exam}`, `POST /exam/${exam}`]));
  const own = received.filter(({ what }) => !what.endsWith(" /drill"));
  // What another question shows is no secret of this one: only what no question shows is looked for.
  const shown = variants.flatMap(({ question }) => [JSON.stringify(question), ...renderedTexts(question)]).join("\n");
  const leaks = (among: Received[]) =>
    variants.flatMap((variant) => {
      const { numbers, phrases, exact } = secretsOf(variant);
      const secrets = { numbers, phrases, exact };
      const elsewhere = new Set(findSecrets(shown, secrets));
      return among.flatMap(({ what, body }) =>
        findSecrets(body, secrets)
          .filter((secret) => !elsewhere.has(secret))
          .map((secret) => `${what}: ${variant.item}: ${secret}`),
      );
    });
  expect(leaks(own)).toEqual([]);
  expect(own.filter(({ body }) => MEMBERS.test(body)).map(({ what }) => what)).toEqual([]);

  const before = received.length;
  await handIn(page);
  for (let number = 1; number <= 18; number++) await page.goto(`/exam/${exam}/report/${number}`);
  // The same search finds what the report tells: it is able to find.
  const told = leaks(received.slice(before));
  expect(new Set(told.map((leak) => leak.split(": ")[1])).size).toBeGreaterThan(4);
  await page.unrouteAll({ behavior: "wait" });
});
