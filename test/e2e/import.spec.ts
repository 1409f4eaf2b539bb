import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { expect, open, test } from "./app.ts";
import { openDatabase } from "./database.ts";

test.use({ theme: "import" });

const NOTES = `# Looking after sourdough

## Words

**levain** — the part of the starter that goes into the dough, grown for the purpose the night before.

**autolyse** — a rest of flour and water before the salt, in which gluten begins to form by itself.

**retarding** — a slow proof in the cold, which gives the crumb its sourness.

**scoring** — cutting the crust before baking, so that it opens where the baker wants.

## What goes wrong

| Fault | Cause |
|---|---|
| dense crumb | a starter past its peak |
| flat loaf | a proof that went on too long |
| torn side | a crust that was not scored |
| pale crust | an oven without steam |
`;

async function upload(page: Page, name: string, buffer: Buffer | string): Promise<void> {
  await open(page, "/import");
  await page
    .getByLabel("Document")
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(buffer) });
  await page.getByRole("button", { name: "Draft questions" }).click();
}

const problem = (page: Page) => page.getByRole("alert").filter({ hasText: /./ });

test("a document becomes drafts; the one accepted is asked, the rejected and the undecided are not", async ({
  page,
  database,
}) => {
  await upload(page, "sourdough.md", NOTES);
  await expect(page.getByRole("heading", { name: "Looking after sourdough", level: 1 })).toBeVisible();
  const drafts = page.getByRole("main").getByRole("list").first().locator("> li");
  const stored = await database.all(
    "SELECT id, status FROM Item WHERE conceptId IN (SELECT id FROM Concept WHERE materialId IS NOT NULL) ORDER BY position",
  );
  expect(stored.length).toBeGreaterThan(3);
  expect(new Set(stored.map(({ status }) => status))).toEqual(new Set(["draft"]));
  await expect(drafts).toHaveCount(stored.length);
  await expect(page.getByText(`${stored.length} of ${stored.length} to review.`)).toBeVisible();
  const statusOf = async (index: number) =>
    (await database.all("SELECT status FROM Item WHERE id = ?", [stored[index]?.id ?? null]))[0]?.status;

  await drafts.nth(0).getByRole("button", { name: "Accept" }).click();
  await drafts.nth(1).getByRole("button", { name: "Reject" }).click();
  await drafts.nth(2).getByRole("button", { name: "Accept" }).click();
  await expect(drafts.nth(2)).toContainText("accepted");
  // The page shows a decision before it is stored.
  await expect.poll(() => statusOf(2)).toBe("active");
  await drafts.nth(2).getByRole("button", { name: "Undo" }).click();
  await expect(drafts.nth(2).getByRole("button", { name: "Accept" })).toBeVisible();
  await expect(page.getByText(`${stored.length - 2} of ${stored.length} to review.`)).toBeVisible();
  await expect.poll(() => statusOf(2)).toBe("draft");
  expect(await statusOf(0)).toBe("active");
  expect(await statusOf(1)).toBe("rejected");

  await page.reload();
  await expect(drafts.nth(0)).toContainText("accepted");
  await expect(drafts.nth(1)).toContainText("rejected");
  await open(page, "/import");
  await expect(page.getByRole("link", { name: /Looking after sourdough/ })).toContainText(
    `${stored.length - 2} to review · 1 accepted · 1 rejected`,
  );

  await database.all(
    "UPDATE Item SET status = 'retired' WHERE conceptId NOT IN (SELECT id FROM Concept WHERE materialId IS NOT NULL)",
  );
  await open(page, "/drill");
  expect((await database.openServing()).itemId).toBe(stored[0]?.id);
  await page.keyboard.press("Alt+x");
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Verdict" })).toBeHidden();
  expect((await database.openServing()).itemId).toBe(stored[0]?.id);
  expect(await database.all("SELECT DISTINCT itemId FROM Serving")).toEqual([{ itemId: stored[0]?.id }]);
});

test("the same bytes again open the drafts that are there, decisions and all", async ({ page, database }) => {
  await upload(page, "twice.md", NOTES.replace("sourdough", "rye"));
  await expect(page.getByRole("heading", { name: "Looking after rye" })).toBeVisible();
  const count = () => database.all("SELECT count(*) AS items FROM Item");
  const before = await count();
  await page.getByRole("button", { name: "Reject" }).first().click();
  await expect(page.getByText("✕ rejected")).toBeVisible();
  const rejected = () =>
    database.all(
      `SELECT count(*) AS items FROM Item JOIN Concept ON Concept.id = conceptId JOIN Material ON Material.id = materialId
       WHERE Material.name = 'twice.md' AND status = 'rejected'`,
    );
  await expect.poll(rejected).toEqual([{ items: 1 }]);
  await upload(page, "renamed.md", NOTES.replace("sourdough", "rye"));
  await expect(page.getByText("✕ rejected")).toBeVisible();
  expect(await count()).toEqual(before);
});

test("what can't be read is refused in words and stored nowhere", async ({ page, database }) => {
  const count = () =>
    database.all("SELECT (SELECT count(*) FROM Material) AS documents, (SELECT count(*) FROM Item) AS items");
  const before = await count();
  for (const [name, content, words] of [
    ["empty.md", "", "Choose a file that is not empty."],
    ["picture.png", "\u0089PNG", "picture.png is not markdown, text or HTML (.md, .txt, .html)."],
    ["program.exe", "MZ", "program.exe is not markdown, text or HTML (.md, .txt, .html)."],
    ["long.txt", "x".repeat(5_000_001), "long.txt has 5000001 bytes; 5000000 is the most."],
  ] as const) {
    await upload(page, name, content);
    await expect(problem(page)).toHaveText(words);
  }
  expect(await count()).toEqual(before);
  await upload(page, "prose.txt", "Nothing here defines anything.");
  await expect(page.getByText("No question could be drafted.")).toBeVisible();
});

test("a document can't smuggle markup into a page", async ({ page }) => {
  await upload(
    page,
    "hostile.md",
    NOTES.replaceAll("levain", "<img src=x onerror=alert(1)>levain").replace("sourdough", "<script>alert(1)</script>"),
  );
  await expect(page.getByRole("button", { name: "Accept" }).first()).toBeVisible();
  expect(await page.locator("main img, main script, main [onerror]").count()).toBe(0);
});

test("the command’s dry run lists the drafts and writes nothing", async ({ server }) => {
  const folder = mkdtempSync(join(tmpdir(), "epoch-import-"));
  try {
    const databaseFile = join(folder, "copy.db");
    const document = join(folder, "sourdough.md");
    copyFileSync(process.env["EPOCH_BASE_DATABASE"] ?? server.databaseFile, databaseFile);
    writeFileSync(document, NOTES);
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, ["scripts/import.mjs", ...args], {
        cwd: fileURLToPath(new URL("../..", import.meta.url)),
        env: { ...process.env, DATABASE_URL: `file:${databaseFile}` },
      });
    const countIn = async () => {
      const database = await openDatabase(databaseFile);
      const rows = await database.all(
        "SELECT (SELECT count(*) FROM Material) AS documents, (SELECT count(*) FROM Item) AS items",
      );
      database.close();
      return { documents: Number(rows[0]?.documents), items: Number(rows[0]?.items) };
    };
    const before = await countIn();
    const { stdout } = await run("--dry-run", document);
    expect(stdout).toContain('"Looking after sourdough"');
    expect(stdout).toContain("levain");
    expect(await countIn()).toEqual(before);
    await run(document);
    const after = await countIn();
    expect(after.documents).toBe(before.documents + 1);
    expect(after.items).toBeGreaterThan(before.items);
    await expect(run(join(folder, "none.md"))).rejects.toThrow("there is no such file");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const PROGRAM = `# Rectifiers

## In code

\`\`\`python
def rectify(x):
    return max(0, x)

total = 0
for x in [-3, 5, -2, 7]:
    total += rectify(x)
print("total", total)
\`\`\`
`;

test("a program in a document is run, and asked about", async ({ page }) => {
  await upload(page, "rectifiers.md", PROGRAM);
  await expect(page.getByRole("heading", { name: "Rectifiers", level: 1 })).toBeVisible({ timeout: 20_000 });
  const drafts = page.getByRole("main").getByRole("list").first().locator("> li");
  await expect(drafts).toHaveCount(2);
  await expect(drafts.nth(0)).toContainText("What does this program print?");
  await expect(drafts.nth(0)).toContainText("total 12");
  await expect(drafts.nth(1)).toContainText("This program should print total 12, but it prints total -12.");
});
