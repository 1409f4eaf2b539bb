import type { Page } from "@playwright/test";
import { actionOf } from "./actions.ts";
import { rightAnswer } from "./answers.ts";
import { expect, open, test } from "./app.ts";
import type { Database, Kind } from "./database.ts";

test.use({ theme: "input" });

async function ask(page: Page, database: Database, kind: Kind, wanted?: (definition: string) => boolean) {
  await database.askOnly(kind, wanted);
  await open(page, "/drill");
  return database.openServing();
}

const notice = (page: Page) => page.getByRole("alert").filter({ hasText: /./ });

/** A numeric item asked with decimals, where a comma could mean two things. */
const WITH_DECIMALS = (definition: string) => definition.includes("adam-step");

test("a number that can't be read is refused in words and costs nothing", async ({ page, database }) => {
  const serving = await ask(page, database, "numeric", WITH_DECIMALS);
  const field = page.getByRole("textbox");
  const rows = await database.countLog();
  for (const [text, words] of [
    ["three", "“three” could not be read as a number."],
    ["NaN", "“NaN” could not be read as a number."],
    ["Infinity", "“Infinity” could not be read as a number."],
    ["1e999", "“1e999” is not a finite number."],
    ["1/0", "“1/0” is not a finite number."],
    ["1,234", "“1,234” could mean 1.234 or 1234; please write it with a point, or without the comma."],
    ["--2", "“--2” could not be read as a number."],
    ["   ", "Nothing was written yet."],
    ["<b>1</b>", "“<b>1</b>” could not be read as a number."],
    ["7".repeat(10_000), "That is 10000 characters; a number needs at most 60."],
  ] as const) {
    await field.fill(text);
    await field.press("Enter");
    await expect(notice(page)).toHaveText(words);
    await expect(field).toHaveValue(text);
  }
  await field.fill("");
  await page.getByRole("button", { name: "Check" }).click();
  await expect(notice(page)).toHaveText("Nothing was answered yet.");
  expect(await database.countLog()).toBe(rows);
  expect(await database.openServing()).toEqual(serving);
});

test("a number is read as people write it, and the page says how", async ({ page, database }) => {
  await ask(page, database, "numeric", WITH_DECIMALS);
  const field = page.getByRole("textbox");
  for (const [text, read] of [
    ["−0.25", "read as -0.25"],
    ["0,25", "read as 0.25"],
    ["3/8", "read as 3/8 = 0.375"],
    ["1e-3", "read as 0.001"],
    ["2·10⁻³", "read as 0.002"],
    ["25 %", "read as 0.25"],
    ["12 345", "read as 12345"],
  ] as const) {
    await field.fill(text);
    await expect(page.getByText(read)).toBeVisible();
  }
});

test("a right number counts with a unicode minus and a decimal comma", async ({ page, database }) => {
  const serving = await ask(page, database, "numeric", WITH_DECIMALS);
  const answer = rightAnswer(serving.variant);
  if (answer.kind !== "numeric") throw new Error(`${serving.itemId} asks for no number`);
  const written = answer.text.replace("-", "−").replace(".", ",");
  await page.getByRole("textbox").fill(written);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Right" })).toBeVisible();
  expect(await database.reviews(serving.id)).toMatchObject([{ grade: "good", answer: { text: written } }]);
});

test("a grid with a cell that is empty or no number is refused by its row and column", async ({ page, database }) => {
  const serving = await ask(page, database, "tensor");
  const rows = await database.countLog();
  const cells = page.getByRole("group", { name: /^Grid/ }).getByRole("textbox");
  await cells.first().fill("1");
  await cells.first().press("Enter");
  await expect(notice(page)).toContainText(/^Row \d+, column \d+: Nothing was written yet\.$/);
  for (const cell of await cells.all()) await cell.fill("1");
  await cells.last().fill("one");
  await cells.last().press("Enter");
  await expect(notice(page)).toContainText(/^Row \d+, column \d+: “one” could not be read as a number\.$/);
  expect(await database.countLog()).toBe(rows);
  expect((await database.openServing()).id).toBe(serving.id);
});

test("a cloze with an empty blank or a page of text is refused", async ({ page, database }) => {
  const serving = await ask(page, database, "cloze");
  const rows = await database.countLog();
  const blank = page.getByRole("textbox").first();
  await blank.fill("x".repeat(10_000));
  await blank.press("Enter");
  await expect(notice(page)).toContainText(/has 10000 characters; 200 is the most\.$/);
  await blank.fill(" ");
  await blank.press("Enter");
  await expect(notice(page)).toHaveText("Blank 1 is still empty.");
  expect(await database.countLog()).toBe(rows);
  expect((await database.openServing()).id).toBe(serving.id);
});

test("requests that no page would send are answered, and write nothing", async ({ page, database }) => {
  const serving = await ask(page, database, "tensor");
  const cells = page.getByRole("group", { name: /^Grid/ }).getByRole("textbox");
  await cells.first().fill("x");
  const answerAction = await actionOf(page, () => cells.first().press("Enter"));
  await expect(notice(page)).toBeVisible();
  const before = await database.all(
    "SELECT (SELECT count(*) FROM Log), (SELECT count(*) FROM Card), (SELECT count(*) FROM Serving)",
  );

  const { id: servingId, variant } = serving;
  if (variant.question.kind !== "tensor") throw new Error(`${serving.itemId} asks for no grid`);
  const [high, wide] = variant.question.shape;
  const grid = (n: number, m: number) => Array.from({ length: n }, () => Array<string>(m).fill("1"));
  const send = (answer: unknown, id: unknown = servingId) => answerAction.call([{ servingId: id, answer, seconds: 1 }]);
  const invalid = '"kind":"invalid"';
  for (const [answer, words] of [
    [{ kind: "tensor", cells: grid(high + 1, wide) }, `Read as ${high + 1}×${wide}; the answer is ${high}×${wide}.`],
    [{ kind: "tensor", cells: [...grid(high - 1, wide), ...grid(1, wide + 1)] }, `the answer is ${high}×${wide}.`],
    [{ kind: "tensor", cells: [] }, `Read as 0×0; the answer is ${high}×${wide}.`],
    [
      { kind: "tensor", cells: grid(high, wide).map((row) => row.map(() => "<img src=x onerror=alert(1)>")) },
      "could not be read as a number",
    ],
    [{ kind: "tensor", cells: grid(65, 1) }, "could not be read as an answer"],
    [{ kind: "tensor", cells: grid(high, wide).map((row) => row.map(() => 1)) }, "could not be read as an answer"],
    [{ kind: "numeric", text: "1" }, "The question asks for a tensor answer, and a numeric answer came."],
    [{ kind: "choice", option: 0 }, "The question asks for a tensor answer, and a choice answer came."],
    [{ kind: "recall", text: "", ticked: [0] }, "Look at the model answer first"],
    [{ kind: "nonsense" }, "could not be read as an answer"],
    [null, "could not be read as an answer"],
    ["<script>alert(1)</script>", "could not be read as an answer"],
    [{ kind: "numeric", text: "1".repeat(200_000) }, "could not be read as an answer"],
  ] as const) {
    const { status, body } = await send(answer);
    expect(status, words).toBe(200);
    expect(body).toContain(invalid);
    expect(body).toContain(words);
  }
  const unknown = await send({ kind: "tensor", cells: grid(high, wide) }, "0e4ee352-0000-4000-8000-000000000000");
  expect(unknown.status).toBe(200);
  expect(unknown.body).toContain('"kind":"gone"');
  for (const id of ["' OR 1=1 --", 7, null, {}])
    expect((await send({ kind: "tensor", cells: [] }, id)).body).toContain(invalid);
  expect((await answerAction.call([])).body).toContain(invalid);
  expect((await send({ kind: "numeric", text: "1".repeat(3_000_000) })).body).toContain(invalid);
  expect(
    await database.all(
      "SELECT (SELECT count(*) FROM Log), (SELECT count(*) FROM Card), (SELECT count(*) FROM Serving)",
    ),
  ).toEqual(before);
  expect(await database.openServing()).toEqual(serving);
  await open(page, "/drill");
  await expect(page.getByRole("button", { name: "Check" })).toBeVisible();
});

test.describe("a request that is no call of an action at all", () => {
  test.use({ expectedProblems: [/status of 500/] });

  test("fails without a word about the server, which goes on", async ({ page, database }) => {
    const serving = await ask(page, database, "numeric");
    await page.getByRole("textbox").fill("x");
    const answerAction = await actionOf(page, () => page.getByRole("textbox").press("Enter"));
    await expect(notice(page)).toBeVisible();
    const rows = await database.countLog();
    for (const body of ["", "not json", "[", "[".repeat(10_000), "1".repeat(7_000_000)]) {
      const failed = await answerAction.send(body);
      expect(failed.status).toBe(500);
      expect(failed.body).toMatch(/^0:\{[^{}]*\}\n1:E\{"digest":"\d+"\}\n$/);
    }
    expect(await database.countLog()).toBe(rows);
    await open(page, "/drill");
    expect(await database.openServing()).toEqual(serving);
  });
});
