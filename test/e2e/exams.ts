import type { Page } from "@playwright/test";
import type { Answer } from "#lib/grade/answer.ts";
import { Variant } from "#lib/item/question.ts";
import { alive, expect, open } from "./app.ts";
import type { Database } from "./database.ts";

/** Ends what another test has left open, leaves these kinds alone askable, and composes and begins an exam of them. */
export async function beginExam(
  page: Page,
  database: Database,
  {
    kinds = ["choice"],
    questions = 6,
    certainty = false,
  }: { kinds?: string[]; questions?: number; certainty?: boolean } = {},
): Promise<string> {
  await database.all("UPDATE Item SET status = 'active' WHERE status = 'retired'");
  await database.all(
    "UPDATE Item SET status = 'retired' WHERE status = 'active' AND kind NOT IN (SELECT value FROM json_each(?))",
    [JSON.stringify(kinds)],
  );
  await database.all(
    "UPDATE Exam SET openFor = NULL, endedAt = startedAt, ending = 'handed_in' WHERE openFor IS NOT NULL",
  );
  const chosen = kinds.map((kind) => `&kind+${kind}=on`).join("");
  await open(page, `/exam/own?questions=${questions}&minutes=10${chosen}`);
  if (certainty) await page.getByLabel("Mark by certainty").check();
  await page.getByRole("button", { name: "Begin; the time starts" }).click();
  await page.waitForURL(/\/exam\/[0-9a-f-]{36}$/);
  await alive(page);
  return page.url().split("/").at(-1) ?? "";
}

/** The variant asked at a place, from 0. */
export async function examVariant(database: Database, exam: string, place: number): Promise<Variant> {
  const [row] = await database.all(
    "SELECT s.snapshot FROM ExamQuestion q JOIN Serving s ON s.id = q.servingId WHERE q.examId = ? AND q.place = ?",
    [exam, place],
  );
  return Variant.parse(JSON.parse(String(row?.snapshot)));
}

/** The answers the server has, by place. */
export async function examAnswers(database: Database, exam: string): Promise<(Answer | null)[]> {
  const rows = await database.all("SELECT answer FROM ExamQuestion WHERE examId = ? ORDER BY place", [exam]);
  return rows.map(({ answer }) => (answer === null ? null : (JSON.parse(String(answer)) as Answer)));
}

/** How the exam stands in the database. */
export async function examRow(database: Database, exam: string) {
  const [row] = await database.all("SELECT * FROM Exam WHERE id = ?", [exam]);
  return row;
}

/** The answers of an exam in the log. */
export async function loggedAnswers(database: Database, exam: string): Promise<number> {
  const [row] = await database.all(
    "SELECT count(*) AS n FROM Log l JOIN ExamQuestion q ON q.servingId = l.servingId WHERE q.examId = ?",
    [exam],
  );
  return Number(row?.n);
}

/** Lets seconds pass for the server, as if the exam had begun earlier. */
export async function letPass(database: Database, exam: string, seconds: number): Promise<void> {
  await database.all("UPDATE Exam SET spent = spent + ? WHERE id = ?", [seconds, exam]);
}

export const saved = (page: Page) => expect(page.getByText("Saved", { exact: true })).toBeVisible();
export const question = (page: Page, number: number) =>
  expect(page.getByRole("heading", { name: new RegExp(`^Question ${number} of`) })).toBeVisible();

/** Hands in by the dialog, and waits for the report. */
export async function handIn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Hand in …" }).last().click();
  await page.getByRole("dialog").getByRole("button", { name: "Hand in", exact: true }).click();
  await page.waitForURL(/\/report$/);
  await expect(page.getByRole("heading", { name: "What to do next" })).toBeVisible();
}
