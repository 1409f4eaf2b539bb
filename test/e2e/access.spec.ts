import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessible.ts";
import { wrongAnswer, writeAnswer } from "./answers.ts";
import { expect, open, test } from "./app.ts";
import { type Database, KINDS, type Kind } from "./database.ts";

test.use({ theme: "access" });

const NOTES = `# Notes on cooling

**annealing** — lowering the temperature of a search step by step, so that it settles.

**quenching** — lowering the temperature at once, so that a search freezes where it stands.

**reheating** — raising the temperature again, so that a search leaves a poor valley.

**thermostat** — whatever decides the temperature from how the search fares.
`;

/** Every page that is no question, with something on it. */
async function visitPages(page: Page, database: Database, visit: (what: string) => Promise<void>): Promise<void> {
  await open(page, "/import");
  await page
    .getByLabel("Document")
    .setInputFiles({ name: "cooling.md", mimeType: "text/markdown", buffer: Buffer.from(NOTES) });
  await page.getByRole("button", { name: "Draft questions" }).click();
  await expect(page.getByRole("heading", { name: "Notes on cooling" })).toBeVisible();
  await visit("drafts");
  const notes = await database.all("SELECT id FROM Concept WHERE body <> '' ORDER BY length(body) DESC LIMIT 2");
  for (const path of [
    "/",
    "/notes",
    ...notes.map(({ id }) => `/notes/${String(id)}`),
    "/import",
    "/settings",
    "/progress",
    "/misconceptions",
    "/drill/done",
    "/notes/none",
  ]) {
    await open(page, path);
    await visit(path);
  }
}

/** A question of the kind, asked and then marked. */
async function visitQuestion(page: Page, database: Database, kind: Kind, visit: (what: string) => Promise<void>) {
  await database.askOnly(kind);
  await open(page, "/drill");
  await visit(`${kind}, asked`);
  if (kind === "recall") {
    await page.getByRole("button", { name: "Show the answer" }).click();
    await expect(page.getByRole("heading", { name: "A model answer" })).toBeVisible();
    await visit("recall, shown");
  } else {
    await writeAnswer(page, wrongAnswer((await database.openServing()).variant).answer);
  }
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible();
  await visit(`${kind}, marked`);
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.describe.configure({ timeout: 90_000 });
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("axe finds nothing wrong with any page", async ({ page, database, expectedProblems }) => {
      expectedProblems.push(/404/);
      await visitPages(page, database, (what) => expectAccessible(page, what, colorScheme));
    });

    for (const kind of KINDS) {
      test(`axe finds nothing wrong with a ${kind} question, asked and marked`, async ({ page, database }) => {
        await visitQuestion(page, database, kind, (what) => expectAccessible(page, what, colorScheme));
      });
    }
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test.describe.configure({ timeout: 90_000 });

  test("no page and no question scrolls sideways", async ({ page, database, expectedProblems }) => {
    expectedProblems.push(/404/);
    await visitPages(page, database, (what) => expectNoSidewaysScroll(page, what));
    for (const kind of KINDS) await visitQuestion(page, database, kind, (what) => expectNoSidewaysScroll(page, what));
  });
});

test("a verdict is announced from a region that was there before it", async ({ page, database }) => {
  await database.askOnly("choice");
  await open(page, "/drill");
  const live = page.locator('[aria-live="polite"]');
  await expect(live).toBeAttached();
  await expect(live).toBeEmpty();
  await page.keyboard.press("x");
  await expect(live.getByRole("heading", { name: "Shown, not known yet" })).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeHidden();
});

test("what is refused is announced at once", async ({ page, database }) => {
  await database.askOnly("numeric");
  await open(page, "/drill");
  await page.getByRole("textbox").fill("many");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "“many” could not be read as a number." })).toBeVisible();
});

test("a way through a question leads over every control with Tab alone, and shows where it is", async ({
  page,
  database,
}) => {
  await database.askOnly("choice");
  await open(page, "/drill");
  const reached: string[] = [];
  for (let steps = 0; steps < 12; steps++) {
    await page.keyboard.press("Tab");
    const { name, outlined } = await page.evaluate(() => {
      const focused = document.activeElement;
      const shown = focused?.closest("label") ?? focused;
      const name = focused === document.body ? "" : (focused?.getAttribute("aria-label") ?? shown?.textContent ?? "");
      return { name, outlined: shown === null || getComputedStyle(shown).outlineStyle !== "none" };
    });
    if (name === "") break;
    reached.push(name);
    expect(outlined, `${name} shows no focus`).toBe(true);
  }
  expect(reached.join(" ")).toMatch(/Today.*Keys.*1.*A guess.*Fairly sure.*Sure.*Check.*don’t know.*Undo.*Stop here/);
});

test.describe("the policy for content", () => {
  test("is broken by no page", async ({ page, database }) => {
    test.setTimeout(90_000);
    const broken: string[] = [];
    await page.exposeFunction("policyBroken", (what: string) => broken.push(what));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
        (globalThis as unknown as { policyBroken: (what: string) => void }).policyBroken(
          `${location.pathname}: ${violatedDirective} ${blockedURI} ${sourceFile}`,
        );
      });
    });
    for (const path of ["/", "/notes", "/import", "/settings", "/drill/done"]) await open(page, path);
    for (const kind of KINDS) await visitQuestion(page, database, kind, async () => {});
    expect(broken).toEqual([]);
  });

  test.describe("when a script is put into a page", () => {
    test.use({ expectedProblems: [/Content Security Policy/] });

    test("keeps it from running", async ({ page }) => {
      await page.route("/notes", async (route) => {
        const response = await route.fetch();
        const html = await response.text();
        await route.fulfill({
          response,
          body: html.replace("</body>", "<script>globalThis.planted = true</script><p>put in</p></body>"),
        });
      });
      await open(page, "/notes");
      await expect(page.getByText("put in")).toBeAttached();
      expect(await page.evaluate(() => "planted" in globalThis)).toBe(false);
    });
  });
});
