import type { Page } from "@playwright/test";
import type { Answer } from "#lib/grade/answer.ts";
import { mark } from "#lib/grade/mark.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./accessible.ts";
import { writeAnswer } from "./answers.ts";
import { expect, open, test } from "./app.ts";
import type { Database, StoredServing } from "./database.ts";

test.use({ theme: "misconceptions" });

const verdict = (page: Page) => page.getByRole("region", { name: "Verdict" });

/** The number that a misconception yields in this question. */
function numberShowing({ variant }: StoredServing, misconception: string | null): { text: string; shows: string } {
  const { solution } = variant;
  if (solution.kind !== "numeric") throw new Error(`${variant.item} asks no number`);
  for (const { value } of solution.malOutcomes) {
    const marked = mark({ kind: "numeric", text: String(value) }, variant);
    const shows = marked.outcome === "wrong" ? marked.diagnosis?.misconception : undefined;
    if (shows && (misconception === null || shows === misconception)) return { text: String(value), shows };
  }
  throw new Error(`no number in ${variant.item}, seed ${variant.seed}, shows ${misconception ?? "a misconception"}`);
}

async function answerWith(page: Page, answer: Answer): Promise<void> {
  await writeAnswer(page, answer);
  await page.keyboard.press("Enter");
  await expect(verdict(page)).toBeVisible();
}

interface Shown {
  id: string;
  name: string;
  answers: string[];
}

/** Shows one misconception in two answers to a question that asks for a number. */
async function showTwice(page: Page, database: Database, slug: string, misconception: string | null): Promise<Shown> {
  await database.askOnly("numeric", (definition) => definition.includes(slug));
  await open(page, "/drill");
  const { text, shows } = numberShowing(await database.openServing(), misconception);
  await answerWith(page, { kind: "numeric", text });
  const { name } = await database.misconception(shows);
  await expect(verdict(page)).toContainText(`This is “${name}”`);
  await expect(verdict(page).getByRole("link", { name })).toBeHidden();

  await page.keyboard.press("Enter");
  await expect(verdict(page)).toBeHidden();
  const again = numberShowing(await database.openServing(), shows);
  await answerWith(page, { kind: "numeric", text: again.text });
  return { id: shows, name, answers: [again.text, text] };
}

test("before any is met the list says so, and one that nobody has has no page", async ({
  page,
  database,
  expectedProblems,
}) => {
  expectedProblems.push(/404/);
  await database.all("DELETE FROM Misunderstanding");
  await open(page, "/");
  await page.getByRole("link", { name: "all misunderstandings" }).click();
  await expect(page).toHaveURL("/misconceptions");
  await expect(page.getByText("None so far.")).toBeVisible();
  for (const id of ["sum-for-mean", "none"]) {
    const response = await page.goto(`/misconceptions/${id}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  }
});

test("one shown twice gets a page with both answers, and ways there from the verdict, the list, the note and the summary", async ({
  page,
  database,
}) => {
  const { id, name, answers } = await showTwice(page, database, "steps-in-a-bowl", null);
  await verdict(page).getByRole("link", { name }).click();
  await expect(page).toHaveURL(`/misconceptions/${id}`);
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await expect(page.getByText(/^Held\. Shown twice, last on /)).toBeVisible();
  await expect(page.getByText(/^Right on 0 of 2 separate days so far\./)).toBeVisible();
  const shown = page.getByRole("region", { name: "Your answers that showed it" }).getByRole("article");
  await expect(shown).toHaveCount(2);
  for (const [i, text] of answers.entries())
    await expect(shown.nth(i).getByRole("definition").first()).toHaveText(text);
  await expect(shown.first().locator(".katex").first()).toBeVisible();
  const tests = page.getByRole("region", { name: "Questions that test it" }).getByRole("listitem");
  await expect(tests.filter({ hasText: "due in minutes" })).toHaveCount(1);

  await page.getByRole("link", { name: "Misunderstandings" }).click();
  await expect(page.getByRole("region", { name: "Held" }).getByRole("link", { name })).toBeVisible();
  const { conceptId } = await database.misconception(id);
  await open(page, `/notes/${conceptId}`);
  await expect(page.getByText("You have met one misunderstanding here: all misunderstandings.")).toBeVisible();
  await open(page, "/drill/done");
  await page.getByRole("listitem").filter({ hasText: name }).getByRole("link", { name, exact: true }).click();
  await expect(page).toHaveURL(`/misconceptions/${id}`);
});

test("what a question is asked because of reaches the browser only with its verdict", async ({ page, database }) => {
  const { id, name } = await showTwice(page, database, "step-on-a-batch", "sum-for-mean");
  const targeting = await database.all(
    `SELECT i.id FROM Item i, json_each(i.targets) t WHERE t.value = ?
       AND NOT EXISTS (SELECT 1 FROM Log l WHERE l.itemId = i.id) ORDER BY i.id LIMIT 1`,
    [id],
  );
  expect(targeting).toHaveLength(1);
  const received: string[] = [];
  await page.route(/^(?!.*\/_next\/static\/)/, async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    const body = await response.text();
    received.push(body);
    await route.fulfill({ response, body });
  });
  await database.all("UPDATE Item SET status = 'retired' WHERE status = 'active'");
  await database.all("UPDATE Item SET status = 'active' WHERE id = ?", [String(targeting[0]?.id)]);
  await open(page, "/drill");
  const { id: servingId } = await database.openServing();
  const [serving] = await database.all("SELECT itemId, chosenFor FROM Serving WHERE id = ?", [servingId]);
  expect(serving).toMatchObject({ itemId: targeting[0]?.id, chosenFor: id });
  await page.waitForLoadState("networkidle");
  expect(received.length).toBeGreaterThan(0);
  const telling = () => received.filter((body) => body.includes(id) || body.includes(name));
  expect(telling()).toEqual([]);

  await page.keyboard.press("Alt+x");
  await expect(verdict(page)).toContainText(`Asked because of: ${name}`);
  expect(telling().length).toBeGreaterThan(0);
  await page.unrouteAll({ behavior: "wait" });
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("axe finds nothing wrong with the list and with a page", async ({ page, database }) => {
      const slug = colorScheme === "light" ? "momentum/two-steps" : "sigmoid-chain";
      const { id } = await showTwice(page, database, slug, null);
      for (const path of ["/misconceptions", `/misconceptions/${id}`]) {
        await open(page, path);
        await expectAccessible(page, path, colorScheme);
      }
    });
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("neither page scrolls sideways", async ({ page, database }) => {
    const { id } = await showTwice(page, database, "centred-difference", null);
    for (const path of ["/misconceptions", `/misconceptions/${id}`, "/"]) {
      await open(page, path);
      await expectNoSidewaysScroll(page, path);
    }
  });
});
