import type { Page } from "@playwright/test";
import { programOf } from "#content/programs.ts";
import { explore } from "#lib/item/explore.ts";
import { showNumber } from "#lib/item/format.ts";
import { drawVariant } from "#lib/item/program-variant.ts";
import { keyOfStep } from "#lib/item/step-key.ts";
import { askedSteps } from "#lib/item/steps.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./accessible.ts";
import { actionOf } from "./actions.ts";
import { rightAnswer, writeAnswer } from "./answers.ts";
import { alive, expect, open, test } from "./app.ts";
import type { Database, StoredServing } from "./database.ts";

test.use({ theme: "steps" });

const verdict = (page: Page) => page.getByRole("region", { name: "Verdict" });
const steps = (page: Page) => page.getByRole("list", { name: "Steps" });
const engine = (page: Page) => page.getByRole("region", { name: "How the engine got it" });

/** Asks a numeric item whose steps can be asked one by one. */
async function ask(page: Page, database: Database, item: string) {
  await database.askOnly("numeric", (definition) => definition.includes(`"${item}"`));
  await open(page, "/drill");
  const serving = await database.openServing();
  const program = programOf(item);
  const asked = program && askedSteps(program, serving.variant.seed);
  if (!program || !asked) throw new Error(`${item} can't be asked step by step`);
  return { serving, program, asked, values: valuesOf(serving, asked) };
}

/** The right value of every field, in order. */
function valuesOf({ variant: { solution } }: StoredServing, asked: { name: string }[]): string[] {
  if (solution.kind !== "numeric") throw new Error(solution.kind);
  return asked.flatMap(({ name }) =>
    [solution.trace.find((step) => step.name === name)?.value ?? ""].flat(2).map(String),
  );
}

test("a computation is answered step by step, by keyboard, and survives a reload", async ({ page, database }) => {
  const { serving, asked, values } = await ask(page, database, "adamw/adamw-step");
  await page.keyboard.press("t");
  await expect(steps(page).getByRole("listitem")).toHaveCount(asked.length);
  for (const [i, value] of values.entries()) {
    if (i > 0) await page.keyboard.press("Tab");
    await page.keyboard.type(value);
  }
  await page.reload();
  await alive(page);
  await expect(steps(page).getByRole("textbox").first()).toHaveValue(values[0]);
  await expect(steps(page).getByRole("textbox").last()).toHaveValue(values.at(-1) ?? "");
  await steps(page).getByRole("textbox").last().focus();
  await page.keyboard.press("Enter");
  await expect(verdict(page).getByRole("heading", { name: "Right" })).toBeVisible();
  await expect(engine(page).getByText("✓ yours")).toHaveCount(asked.length);
  expect(await database.reviews(serving.id)).toMatchObject([{ grade: "good", answer: { kind: "steps" } }]);
});

test("the first wrong step is named, and one that can't be read costs nothing", async ({ page, database }) => {
  const { serving, asked, values } = await ask(page, database, "two-layer-backward/first-layer-weight");
  await page.getByRole("button", { name: "Step by step" }).click();
  const fields = steps(page).getByRole("textbox");
  await expect(fields).toHaveCount(values.length);
  for (const [i, value] of values.entries()) await fields.nth(i).fill(value);
  await fields.last().fill("about a half");
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByRole("alert").filter({ hasText: `Step ${asked.length}: ` })).toBeVisible();
  expect(await database.reviews(serving.id)).toEqual([]);
  await fields.last().fill("987");
  await page.getByRole("button", { name: "Check" }).click();
  await expect(verdict(page).getByRole("heading", { name: "Not quite" })).toBeVisible();
  await expect(verdict(page)).toContainText(`Step ${asked.length}`);
  await expect(engine(page).getByText("✕ yours")).toHaveCount(1);
  expect(await database.reviews(serving.id)).toMatchObject([{ grade: "again" }]);
  await page.reload();
  await alive(page);
  await expect(engine(page).getByText("✕ yours")).toHaveCount(1);
});

test("one slip that is carried on counts as Hard, and the steps after it are not called wrong", async ({
  page,
  database,
}) => {
  const { serving, program, asked } = await ask(page, database, "adam/adam-step");
  const { drawn } = drawVariant(program, serving.variant.seed);
  const held = new Map<string, number>();
  for (const [i, { name }] of asked.entries()) {
    const follows = keyOfStep(drawn, name, held).value as number;
    held.set(name, i === 0 ? 1.5 * follows : follows);
  }
  await page.keyboard.press("t");
  const fields = steps(page).getByRole("textbox");
  for (const [i, value] of [...held.values()].entries()) await fields.nth(i).fill(String(value));
  await page.keyboard.press("Enter");
  await expect(verdict(page).getByRole("heading", { name: "One slip; the rest follows from it" })).toBeVisible();
  await expect(engine(page).getByText("✕ yours")).toHaveCount(1);
  await expect(engine(page).getByText("✓ yours, right from your earlier step").first()).toBeVisible();
  expect(await database.reviews(serving.id)).toMatchObject([{ grade: "hard" }]);
});

for (const [colorScheme, item] of [
  ["light", "momentum/two-steps"],
  ["dark", "momentum/nesterov-step"],
] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test("steps and changed numbers have nothing axe objects to, and fit a phone", async ({ page, database }) => {
      const { values } = await ask(page, database, item);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.getByRole("button", { name: "Step by step" }).click();
      await expect(steps(page).getByRole("textbox")).toHaveCount(values.length);
      await expectAccessible(page, "steps, asked", colorScheme);
      await expectNoSidewaysScroll(page, "steps, asked");
      await page.getByRole("button", { name: "I don’t know" }).click();
      await page.getByRole("button", { name: "Change a number" }).click();
      await expect(page.getByRole("heading", { name: "Every step follows" })).toBeVisible();
      await expectAccessible(page, "a number changed", colorScheme);
      await expectNoSidewaysScroll(page, "a number changed");
    });
  });
}

test("one of the given values is changed, and every step and misunderstanding follows", async ({ page, database }) => {
  const { serving, program } = await ask(page, database, "adaptive-rates/rmsprop-step");
  await writeAnswer(page, rightAnswer(serving.variant));
  await page.keyboard.press("Enter");
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press("c");
  const panel = page.getByRole("region", { name: "Change a number" });
  const unchanged = explore(program, serving.variant.seed, {});
  if (unchanged.kind !== "explored") throw new Error(unchanged.message);
  const [given] = unchanged.givens.filter(({ value, whole }) => typeof value === "number" && !whole);
  const value = (given.value as number) / 2;
  const changed = explore(program, serving.variant.seed, { [given.name]: value });
  if (changed.kind !== "explored") throw new Error(changed.message);
  expect(changed.key).not.toEqual(unchanged.key);
  const field = panel.getByRole("textbox").nth(unchanged.givens.indexOf(given));
  await field.fill("a lot");
  await expect(panel.getByRole("alert")).toContainText("could not be read");
  await field.fill(String(value));
  await expect(
    panel
      .getByRole("listitem")
      .filter({ hasText: showNumber(changed.key as number) })
      .first(),
  ).toBeVisible();
  for (const { value: wrong } of changed.outcomes) {
    await expect(panel.getByText(showNumber(wrong as number)).first()).toBeVisible();
  }
  await field.press("Enter");
  await expect(panel).toBeVisible();
  await panel.getByRole("button", { name: "As it was asked" }).click();
  await expect(field).toHaveValue(String(given.value));
  expect(await database.reviews(serving.id)).toHaveLength(1);
});

test("nothing can be changed before the question is answered, and nothing of its steps is told", async ({
  page,
  database,
}) => {
  const first = await ask(page, database, "adaptive-rates/adagrad-step");
  await page.keyboard.press("Alt+x");
  await expect(verdict(page)).toBeVisible();
  const action = await actionOf(page, () => page.keyboard.press("c"));
  await page.keyboard.press("c");
  await page.keyboard.press("Enter");
  await expect(verdict(page)).toBeHidden();
  const { id } = await database.openServing();
  expect(id).not.toBe(first.serving.id);
  const reply = await action.call([{ servingId: id, edits: {} }]);
  expect(reply.status).toBe(200);
  expect(reply.body).not.toContain("katex");
});
