import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { rightAnswer, wrongAnswer, writeAnswer } from "./answers.ts";
import { alive, test as base, expect, open } from "./app.ts";
import type { Database, Kind, StoredServing } from "./database.ts";
import { listen, MEMBERS, type Received } from "./received.ts";
import { findSecrets, phrasesOf, secretsOf, wordsIn } from "./secrets.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Notes all that the browser receives. */
const test = base.extend<{ received: Received[] }>({
  received: async ({ page }, use) => {
    const received: Received[] = [];
    await listen(page, received);
    await use(received);
    await page.unrouteAll({ behavior: "wait" });
  },
});

test.use({ theme: "secrecy" });

function leaks(received: Received[], serving: StoredServing): string[] {
  const secrets = secretsOf(serving.variant);
  return received.flatMap(({ what, body }) => findSecrets(body, secrets).map((secret) => `${what}: ${secret}`));
}

/** The number of the key by which a leak of it would be known, null when there is none. */
function tellingKey({ variant }: StoredServing): number | null {
  const { solution } = variant;
  const key = solution.kind === "numeric" ? [solution.key] : solution.kind === "tensor" ? solution.key.flat() : [];
  return key.find((x) => secretsOf(variant).numbers.includes(x)) ?? null;
}

/** Asks an item, where it wants numbers until it has drawn a key that would be known again. */
async function askTelling(page: Page, database: Database, kind: Kind, wanted: (definition: string) => boolean) {
  const itemId = await database.askOnly(kind, wanted);
  for (let tries = 0; tries < 8; tries++) {
    await open(page, "/drill");
    const serving = await database.openServing();
    expect(serving.itemId).toBe(itemId);
    if ((kind !== "numeric" && kind !== "tensor") || tellingKey(serving) !== null) return serving;
    await database.all("UPDATE Serving SET openFor = NULL WHERE id = ?", [serving.id]);
  }
  throw new Error(`${itemId} draws no key with four digits`);
}

const CASES: { what: string; kind: Kind; wanted: (definition: string) => boolean }[] = [
  { what: "a number", kind: "numeric", wanted: (definition) => definition.includes("adam-step") },
  { what: "a grid", kind: "tensor", wanted: (definition) => definition.includes("logit-gradient") },
  {
    what: "a choice written by hand",
    kind: "choice",
    wanted: (definition) => /"why".*"misconception"/.test(definition),
  },
  { what: "a choice computed", kind: "choice", wanted: (definition) => definition.includes('"program"') },
  { what: "a formula", kind: "expression", wanted: (definition) => definition.includes('"misconception"') },
  { what: "a bug in some code", kind: "bug", wanted: (definition) => definition.includes('"misconception"') },
  { what: "several options", kind: "multi", wanted: (definition) => /"why".*"misconception"/.test(definition) },
  { what: "a match", kind: "match", wanted: (definition) => definition.includes('"misconception"') },
  { what: "an order", kind: "order", wanted: (definition) => definition.includes('"misconception"') },
  {
    what: "a cloze",
    kind: "cloze",
    wanted: (definition) => /"blanks":\[\["[^"]{8,}"/.test(definition) && !definition.includes('"reads"'),
  },
  { what: "a formula with blanks", kind: "cloze", wanted: (definition) => definition.includes("1-\\\\beta_1^t") },
];

for (const { what, kind, wanted } of CASES) {
  test(`nothing that tells the answer to ${what} reaches the browser before it is marked`, async ({
    page,
    database,
    received,
  }) => {
    const serving = await askTelling(page, database, kind, wanted);
    await open(page, "/");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Check" })).toBeVisible();
    await alive(page);
    if (kind === "numeric") {
      await page.keyboard.type("no number");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("alert").filter({ hasText: "could not be read" })).toBeVisible();
      await page.getByRole("textbox").fill("");
    }
    await page.goto("/drill?answered=" + serving.id);
    await alive(page);
    expect((await database.openServing()).id).toBe(serving.id);
    expect(received.map((one) => one.what)).toEqual(expect.arrayContaining(["GET /", "GET /drill"]));
    expect(leaks(received, serving)).toEqual([]);
    expect(received.filter(({ body }) => MEMBERS.test(body)).map((one) => one.what)).toEqual([]);
    if (kind === "choice" || kind === "multi") {
      const looks = await page
        .locator("fieldset label")
        .evaluateAll((labels) => labels.map((label) => label.className));
      expect(looks.length).toBeGreaterThan(2);
      expect(new Set(looks).size).toBe(1);
    }

    const asked = received.length;
    await writeAnswer(
      page,
      ["choice", "match", "multi", "order"].includes(kind)
        ? wrongAnswer(serving.variant).answer
        : rightAnswer(serving.variant),
    );
    await page.keyboard.press("Enter");
    await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible();
    // The same search finds what marking tells: it is able to find.
    const told = leaks(received.slice(asked), serving);
    const { solution } = serving.variant;
    const key = tellingKey(serving);
    if (key !== null) expect(told).toContain(`POST /drill: ${key}`);
    if (solution.kind === "cloze" && what !== "a formula with blanks")
      expect(told).toContain(`POST /drill: ${phrasesOf(solution.blanks[0]?.[0] ?? "")[0]}`);
    expect(told.length).toBeGreaterThan(0);
    expect(received.slice(asked).some(({ body }) => /"(correct|right)\\?":/.test(body))).toBe(true);
  });
}

test("the model answer of an open recall and its points are sent only when the learner commits", async ({
  page,
  database,
  received,
}) => {
  const serving = await askTelling(page, database, "recall", () => true);
  await page.keyboard.type("What I remember of it");
  expect(leaks(received, serving)).toEqual([]);
  await page.keyboard.press("Alt+Enter");
  await expect(page.getByRole("heading", { name: "A model answer" })).toBeVisible();
  const { solution } = serving.variant;
  if (solution.kind !== "recall") throw new Error(`${serving.itemId} is no recall`);
  expect(leaks(received, serving)).toContain(`POST /drill: ${phrasesOf(solution.answer)[0]}`);
});

test("the question fetched while a verdict is read brings nothing of its own answer", async ({
  page,
  database,
  received,
}) => {
  const first = await askTelling(page, database, "numeric", (definition) => definition.includes("adam"));
  await page.keyboard.press("x");
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Verdict" })).toBeHidden();
  const next = await database.openServing();
  expect(next.itemId).toBe(first.itemId);
  // Words about the item were told with the first verdict; the numbers are the next question's own.
  const already = secretsOf(first.variant).numbers;
  const own = {
    numbers: secretsOf(next.variant).numbers.filter((x) => !already.includes(x)),
    phrases: [],
    exact: [String(next.variant.seed)],
  };
  expect(own.numbers.length).toBeGreaterThan(0);
  expect(received.flatMap(({ body }) => findSecrets(body, own))).toEqual([]);
});

test("no program, note or explanation stands in a file that the browser can load", async ({ database }) => {
  const texts = (folder: string) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(js|json|txt|html|rsc|css)$/.test(name))
      .map((name) => readFileSync(`${root}${folder}/${name}`, "utf8"))
      .join("\n");
  const programs = readdirSync(`${root}content`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".items.ts"))
    .flatMap((name) => readFileSync(`${root}content/${name}`, "utf8").match(/`[^`]*`|"[^"\n]*"/g) ?? [])
    .flatMap(phrasesOf)
    .filter((phrase) => phrase.split(" ").length === 5);
  const prose = (
    await database.all(
      `SELECT body AS text FROM Concept UNION ALL SELECT claim FROM Misconception UNION ALL SELECT truth FROM Misconception
       UNION ALL SELECT definition FROM Item`,
    )
  )
    .flatMap(({ text }) => phrasesOf(String(text).replaceAll("\\n", " ")))
    .filter((phrase) => phrase.split(" ").length === 5);
  expect(programs.length).toBeGreaterThan(500);
  expect(prose.length).toBeGreaterThan(10_000);

  const words = wordsIn(texts(".next/static")).split(" ");
  const loadable = new Set(words.map((_, i) => words.slice(i, i + 5).join(" ")));
  expect([...programs, ...prose].filter((phrase) => loadable.has(phrase))).toEqual([]);
  expect(texts(".next/static")).not.toMatch(/asksNumber|malRules|misconceptions?:/);

  // The same search finds them where they have to be: in what the server runs.
  const served = wordsIn(texts(".next/server"));
  expect(programs.filter((phrase) => served.includes(` ${phrase} `)).length).toBeGreaterThan(0.9 * programs.length);
});
