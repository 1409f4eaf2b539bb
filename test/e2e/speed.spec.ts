import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { rightAnswer, writeAnswer } from "./answers.ts";
import { alive, expect, open, test } from "./app.ts";

test.use({ theme: "speed" });

/** Most bytes of JavaScript, gzipped, that opening the drill may load. */
const MOST_SCRIPT = 200_000;
/** Milliseconds from Enter to the verdict at the median: the aim is 100 on a machine that does nothing else. */
const SLOWEST_VERDICT = process.env["EPOCH_QUIET"] ? 100 : 400;
const ANSWERS = 15;

test("opening the drill loads less than 200 kB of JavaScript", async ({ page, database }) => {
  await database.askOnly("numeric");
  const sizes = new Map<string, number>();
  page.on("response", async (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.endsWith(".js")) return;
    sizes.set(pathname, 0);
    sizes.set(pathname, gzipSync(await response.body()).length);
  });
  await open(page, "/drill");
  await page.waitForLoadState("networkidle");
  await expect.poll(() => [...sizes.values()].every((size) => size > 0)).toBe(true);
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  console.log(`the drill loads ${sizes.size} scripts of ${Math.round(total / 1000)} kB gzipped`);
  expect(sizes.size).toBeGreaterThan(3);
  expect(total).toBeLessThan(MOST_SCRIPT);
});

test("a verdict stands soon after Enter, and the next question soon after that", async ({ page, database }) => {
  await database.askEverything();
  await open(page, "/drill");
  const verdicts: number[] = [];
  const questions: number[] = [];
  while (verdicts.length < ANSWERS) {
    const { id, variant } = await database.openServing();
    if (variant.question.kind === "recall") {
      await database.all("UPDATE Serving SET openFor = NULL WHERE id = ?", [id]);
      await database.all("UPDATE Item SET status = 'retired' WHERE id = ?", [variant.item]);
      await open(page, "/drill");
      continue;
    }
    await writeAnswer(page, rightAnswer(variant));
    verdicts.push(await enterUntil(page, "verdict"));
    // What a person takes to read: meanwhile the next question is fetched.
    await page.waitForTimeout(400);
    questions.push(await enterUntil(page, "question"));
    await alive(page);
  }
  console.log(`Enter to verdict: median ${median(verdicts)} ms; to the next question: median ${median(questions)} ms`);
  expect(median(verdicts)).toBeLessThan(SLOWEST_VERDICT);
  expect(median(questions)).toBeLessThan(SLOWEST_VERDICT);
});

/** Presses Enter; the milliseconds, as the page sees them, until the verdict stands there or is gone again. */
async function enterUntil(page: Page, what: "verdict" | "question"): Promise<number> {
  await page.evaluate((wanted) => {
    const shown = () => document.querySelector('section[aria-label="Verdict"]') !== null;
    const taken = new Promise<number>((resolve) => {
      document.addEventListener(
        "keydown",
        () => {
          const pressed = performance.now();
          const look = () => {
            if (shown() === (wanted === "verdict")) resolve(performance.now() - pressed);
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        },
        { once: true, capture: true },
      );
    });
    Object.assign(window, { taken });
  }, what);
  await page.keyboard.press("Enter");
  return page.evaluate(() => (window as unknown as { taken: Promise<number> }).taken);
}

function median(values: number[]): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]);
}
