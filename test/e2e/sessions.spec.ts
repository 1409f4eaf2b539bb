import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessible.ts";
import { rightAnswer, writeAnswer } from "./answers.ts";
import { alive, expect, open, test } from "./app.ts";
import type { Database, StoredServing } from "./database.ts";

test.use({ theme: "sessions" });

const verdict = (page: Page) => page.getByRole("region", { name: "Verdict" });

/**
 * Leaves the questions of one concept alone askable that need no more than a key or a few, none of them answered. Few
 * concepts need no other; practice asks about any.
 */
async function askOnlyConcept(
  database: Database,
  needs: "none" | "some" = "none",
): Promise<{ id: string; title: string; items: string[] }> {
  const kinds = "i.kind IN ('choice', 'numeric') AND i.status IN ('active', 'retired') AND k.materialId IS NULL";
  const [concept] = await database.all(
    `SELECT k.id, k.title FROM Item i JOIN Concept k ON k.id = i.conceptId
     WHERE ${kinds} AND (json_array_length(k.needs) > 0) = ? GROUP BY k.id
     HAVING count(*) >= 3 AND NOT EXISTS (SELECT 1 FROM Log l JOIN Item o ON o.id = l.itemId WHERE o.conceptId = k.id)
     ORDER BY k.position LIMIT 1`,
    [needs === "some" ? 1 : 0],
  );
  if (!concept) throw new Error("no concept is left that was never asked about");
  const id = String(concept.id);
  const rows = await database.all(
    `SELECT i.id FROM Item i JOIN Concept k ON k.id = i.conceptId WHERE ${kinds} AND k.id = ? ORDER BY i.id LIMIT 3`,
    [id],
  );
  const items = rows.map((row) => String(row.id));
  await database.all("UPDATE Item SET status = 'retired' WHERE status = 'active'");
  await database.all("UPDATE Serving SET openFor = NULL WHERE openFor IS NOT NULL");
  await database.all("UPDATE Session SET endedAt = startedAt WHERE mode <> 'daily' AND endedAt IS NULL");
  await database.all("UPDATE Item SET status = 'active' WHERE id IN (SELECT value FROM json_each(?))", [
    JSON.stringify(items),
  ]);
  return { id, title: String(concept.title), items };
}

/** Moves everything that was done so many days into the past. */
async function letDaysPass(database: Database, days: number): Promise<void> {
  const earlier = (column: string) =>
    `${column} = replace(strftime('%Y-%m-%dT%H:%M:%f', ${column}, '-${days} days'), ' ', 'T') || '+00:00'`;
  const triggers = await database.all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'");
  for (const { name } of triggers) await database.all(`DROP TRIGGER "${String(name)}"`);
  await database.all(`UPDATE Log SET ${earlier("at")}`);
  await database.all(`UPDATE Serving SET ${earlier("servedAt")}, openFor = NULL`);
  await database.all(`UPDATE Session SET ${earlier("startedAt")}`);
  await database.all(
    `UPDATE Card SET ${earlier("due")}, ${earlier("lastReview")}, ${earlier("firstAt")}, lastReviewDay = lastReviewDay - ${days}`,
  );
  for (const { sql } of triggers) await database.all(String(sql));
}

/** Answers the open question rightly by keyboard, and waits for the verdict. */
async function answerRightly(page: Page, database: Database): Promise<StoredServing> {
  await expect(page.getByRole("button", { name: /^Check/ })).toBeVisible();
  await alive(page);
  const serving = await database.openServing();
  await writeAnswer(page, rightAnswer(serving.variant));
  await page.keyboard.press("Enter");
  await expect(verdict(page).getByRole("heading", { name: "Right" })).toBeVisible();
  return serving;
}

/** Answers with what was said and expected of them: 24 of 30 right when sure, 2 of 5 by a guess, 18 of 20 as expected. */
async function fillLog(database: Database): Promise<void> {
  const [filled] = await database.all("SELECT count(*) AS n FROM Log WHERE certainty = 3");
  if (Number(filled?.n) > 0) return;
  const insert = async (count: number, right: number, said: string, expected: string) =>
    database.all(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO Log (learnerId, itemId, kind, at, grade, context, certainty, predicted, elapsed)
       SELECT 'you', (SELECT min(id) FROM Item), 'review', strftime('%Y-%m-%dT%H:%M:%f', 'now') || '+00:00',
         CASE WHEN i <= ? THEN 'good' ELSE 'again' END, '{}', ${said}, ${expected} FROM n`,
      [count, right],
    );
  await insert(30, 24, "3", "NULL, NULL");
  await insert(5, 2, "1", "NULL, NULL");
  await insert(20, 18, "NULL", "0.91, 3");
  await insert(12, 7, "2", "0.72, 9");
}

async function goOn(page: Page): Promise<void> {
  await page.keyboard.press("Enter");
  await expect(verdict(page)).toBeHidden();
}

/** Tabs to the button of that name and presses it. */
async function pressByKeyboard(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name });
  for (let n = 0; n < 60; n++) {
    if (await button.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
}

// The first of the file: the database is still empty.
test("before the first answer, progress says from when on it tells something", async ({ page, database }) => {
  expect(await database.countLog()).toBe(0);
  await open(page, "/progress");
  await expect(page.getByText("Nothing was answered yet. From 10 answers on")).toBeVisible();
  await expect(page.getByRole("img")).toHaveCount(0);
});

test("one concept is drilled from its note by keyboard, until it says that nothing of it is left", async ({
  page,
  database,
}) => {
  const { id, title, items } = await askOnlyConcept(database);
  await open(page, `/notes/${id}`);
  await pressByKeyboard(page, "Drill this concept");
  await expect(page.getByText(`Only “${title}”, as the schedule has it.`)).toBeVisible();
  await expect(page.getByText("3 of 3 left")).toBeVisible();
  for (const left of [2, 1, 0]) {
    await answerRightly(page, database);
    await expect(verdict(page)).toContainText("Comes back");
    await page.keyboard.press("Enter");
    if (left > 0) await expect(page.getByText(`${left} of 3 left`)).toBeVisible();
  }
  await expect(page.getByRole("heading", { name: `${title}: nothing more for now` })).toBeVisible();
  await expect(page.getByText("3 answers, 3 right")).toBeVisible();
  for (const item of items) expect(await database.card(item)).toMatchObject({ reps: 1 });

  await page.getByRole("button", { name: "Practise it all" }).click();
  await expect(page.getByText("Practice: the schedule isn’t touched.")).toBeVisible();
  await page.getByRole("button", { name: "Stop here" }).click();
  await expect(page.getByRole("heading", { name: `${title}, so far` })).toBeVisible();
  await page.getByRole("button", { name: "Back to today’s drill" }).click();
  await expect(page.getByRole("heading", { name: "That is it for today" })).toBeVisible();
});

test("practising moves no card, undo takes back every answer, and a reload stays in it", async ({ page, database }) => {
  const { id } = await askOnlyConcept(database, "some");
  await open(page, "/drill");
  await answerRightly(page, database);
  await goOn(page);
  const daily = await database.openServing();
  const cards = await database.all("SELECT * FROM Card ORDER BY itemId");

  await open(page, `/notes/${id}`);
  await page.getByRole("button", { name: "Practise it all" }).click();
  await expect(page.getByText("3 of 3 left")).toBeVisible();
  const asked: string[] = [];
  for (const left of [2, 1, 0]) {
    asked.push((await answerRightly(page, database)).itemId);
    await expect(verdict(page)).toContainText("Practice: the schedule isn’t touched.");
    if (left > 0) await goOn(page);
  }
  expect(await database.all("SELECT * FROM Card ORDER BY itemId")).toEqual(cards);

  await page.reload();
  await expect(verdict(page)).toBeVisible();
  for (const item of asked.toReversed()) {
    // A key pressed while the last request is still going on does nothing.
    await expect(async () => {
      await page.keyboard.press("Alt+u");
      await expect.poll(async () => (await database.openServing()).itemId, { timeout: 8000 }).toBe(item);
    }).toPass();
    await expect(page.getByRole("button", { name: /^Check/ })).toBeVisible();
  }
  await expect(async () => {
    await page.keyboard.press("Alt+u");
    await expect(page.getByRole("alert").filter({ hasText: "no answer of this session left" })).toBeVisible({
      timeout: 4000,
    });
  }).toPass();
  expect(await database.all("SELECT * FROM Card ORDER BY itemId")).toEqual(cards);

  await page.getByRole("button", { name: "Stop here" }).click();
  await page.getByRole("button", { name: "Back to today’s drill" }).click();
  await expect(page.getByRole("button", { name: /^Check/ })).toBeVisible();
  expect((await database.openServing()).id).toBe(daily.id);
});

test("an area is practised for some minutes from Today", async ({ page, database }) => {
  const { id } = await askOnlyConcept(database, "some");
  const [area] = await database.all(
    "SELECT a.id, a.title FROM Area a JOIN Concept k ON k.areaId = a.id WHERE k.id = ?",
    [id],
  );
  await open(page, "/");
  const form = page.locator("details").filter({ hasText: `Cram this area: ${String(area?.title)}` });
  await form.locator("summary").click();
  await form.getByLabel("minutes").fill("2");
  await form.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByText("Practice: the schedule isn’t touched.")).toBeVisible();
  const [session] = await database.all(
    "SELECT mode, scope FROM Session WHERE endedAt IS NULL ORDER BY startedAt DESC LIMIT 1",
  );
  expect(session).toMatchObject({ mode: "cram" });
  expect(JSON.parse(String(session?.scope))).toMatchObject({ title: area?.title, minutes: 2 });

  await open(page, "/");
  await expect(page.getByText(`“${String(area?.title)}” alone is being asked`)).toBeVisible();
  await page.getByRole("button", { name: "Back to today’s drill" }).click();
  await expect(page.getByText("Practice: the schedule isn’t touched.")).toBeHidden();
});

test("after ten days Today says so, and the first questions see what stayed", async ({ page, database }) => {
  const { items } = await askOnlyConcept(database);
  await open(page, "/drill");
  for (let n = 0; n < items.length; n++) {
    expect(items).toContain((await answerRightly(page, database)).itemId);
    await goOn(page);
  }
  await letDaysPass(database, 11);
  await database.all("UPDATE Card SET seconds = 60");
  await database.all("UPDATE Settings SET minutesPerDay = 2");
  await open(page, "/");
  await expect(
    page.getByText(
      /^You were away 10 days\. First 3 questions to see what stayed, then the rest, spread over \d+ days\.$/,
    ),
  ).toBeVisible();
  await page.keyboard.press("Enter");
  await answerRightly(page, database);
  const [row] = await database.all("SELECT elapsed, predicted FROM Log ORDER BY seq DESC LIMIT 1");
  expect(row?.elapsed).toBe(11);
  expect(Number(row?.predicted)).toBeLessThan(0.9);
  await database.all("UPDATE Settings SET minutesPerDay = 600");
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: { width: 390, height: 844 } });

    test("progress, today, a note and the summary have no barrier and fit on a phone", async ({ page, database }) => {
      const [note] = await database.all("SELECT id FROM Concept WHERE body <> '' ORDER BY position LIMIT 1");
      await fillLog(database);
      for (const path of ["/progress", "/", `/notes/${String(note?.id)}`, "/drill/done"]) {
        await open(page, path);
        await expectAccessible(page, path, colorScheme);
        await expectNoSidewaysScroll(page, path);
      }
      await open(page, "/progress");
      await expect(page.getByRole("img", { name: "Share of right answers by how sure you said to be" })).toBeVisible();
      await expect(page.getByRole("row", { name: /^sure 30 80 % / })).toBeVisible();
      await expect(page.getByRole("row", { name: /^a guess \d too few to say$/ })).toBeVisible();
    });
  });
}
