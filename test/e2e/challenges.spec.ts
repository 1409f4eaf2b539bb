import { availableParallelism } from "node:os";
import { expectAccessible, expectNoSidewaysScroll } from "./accessible.ts";
import { actionOf } from "./actions.ts";
import { expect, open, test } from "./app.ts";
import {
  editor,
  fileOf,
  headline,
  openChallenge,
  openFresh,
  OVERFLOWS,
  saved,
  SOFTMAX,
  textIn,
  verdict,
  write,
} from "./workplace.ts";

test.use({ theme: "challenges" });
// The first run of a language compiles its interpreter.
test.setTimeout(180_000);
const RUN = { timeout: 60_000 };

const RUN_KEYS = "ControlOrMeta+Enter";
const SUBMIT_KEYS = "ControlOrMeta+Shift+Enter";

for (const [language, ending, keys] of [
  ["Python", "py", []],
  ["TypeScript", "ts", ["ArrowRight"]],
] as const) {
  test(`softmax is solved in ${language} with the keyboard alone`, async ({ page, database }) => {
    await openFresh(page, database);
    await open(page, "/challenges");
    await page.getByRole("link", { name: "Softmax without overflow" }).focus();
    await page.keyboard.press("Enter");
    await expect(editor(page)).toBeVisible();
    await page.getByRole("radio", { name: "Python" }).focus();
    for (const key of keys) await page.keyboard.press(key);
    await expect(page.getByRole("textbox", { name: `Your program in ${language}` })).toBeVisible();

    await write(page, fileOf(SOFTMAX, `solution.${ending}`));
    await page.keyboard.press(RUN_KEYS);
    await expect(headline(page)).toHaveText(/All 3 visible cases pass/, RUN);
    await expect(verdict(page)).toContainText("The hidden cases have not been run");
    await expect(page.getByRole("status").filter({ hasText: "All 3 visible cases pass" })).toBeAttached();
    expect(await database.all("SELECT * FROM Submission")).toEqual([]);

    await page.keyboard.press(SUBMIT_KEYS);
    await expect(headline(page)).toHaveText(/Solved: all \d+ cases pass/, RUN);
    await expect(verdict(page).getByText("the logarithm of a tiny probability")).toBeVisible();
    expect(await database.all("SELECT language, passed, first FROM Submission")).toMatchObject([
      { language: language.toLowerCase(), passed: 1, first: 1 },
    ]);
    await open(page, "/challenges");
    await expect(page.getByRole("listitem").filter({ hasText: "Softmax" })).toContainText("Solved on");
  });
}

test("a wrong softmax is shown with its call, both results and the fault it has", async ({ page, database }) => {
  await openFresh(page, database);
  await write(page, OVERFLOWS);
  await page.keyboard.press(RUN_KEYS);
  await expect(headline(page)).toHaveText(/1 of 3 visible cases fails/, RUN);
  const failure = page.getByRole("region", { name: "The first case that fails" });
  await expect(failure.getByRole("heading")).toHaveText("logits of a thousand");
  await expect(failure).toContainText("softmax(np.array([[1000., 1001., 999.]]))");
  await expect(failure).toContainText("NaN at [0, 0], expected");
  await expect(failure.getByRole("table", { name: "Yours" }).getByRole("cell").first()).toHaveText(/NaN/);
  await expect(failure.getByRole("img", { name: "differs" })).toHaveCount(3);
  await expect(verdict(page)).toContainText("This is what it gives without taking the largest logit off first");
  await expect(page.getByRole("listitem").filter({ hasText: "one row" })).toContainText("passes");
});

test("an exception leads to the learner’s line", async ({ page, database }) => {
  await openFresh(page, database);
  await page.keyboard.press(RUN_KEYS);
  await expect(headline(page)).toHaveText(/3 of 3 visible cases fail/, RUN);
  await page.getByRole("button", { name: "Go to line 6" }).click();
  await expect(editor(page)).toBeFocused();
  await expect(page.locator(".cm-faulty")).toHaveText(/raise NotImplementedError/);
  await page.keyboard.press("End");
  await page.keyboard.type("(1)");
  expect((await textIn(page)).split("\n")[5]).toBe("    raise NotImplementedError(1)");
  await expect(page.getByText("The text has changed since.")).toBeVisible();
});

test("a misspelt name and a syntax error are said in words", async ({ page, database }) => {
  await openFresh(page, database);
  await write(page, fileOf(SOFTMAX, "solution.py").replace("def softmax", "def soft_max"));
  await page.keyboard.press(RUN_KEYS);
  await expect(verdict(page)).toContainText("softmax is not defined; did you mean soft_max?", RUN);
  await write(page, "def softmax(:\n    pass\n");
  await page.keyboard.press(RUN_KEYS);
  await expect(headline(page)).toHaveText(/The file could not be loaded/, RUN);
  await expect(page.getByRole("button", { name: "Go to line 1" })).toBeVisible();
});

test("a run waits for those before it, and says for how many", async ({ page, database }) => {
  await openFresh(page, database);
  // As many as the server runs at a time, one core being left to it, but not more than a learner may have beside one.
  const width = Math.max(1, availableParallelism() - 1);
  const loops = Math.min(width, 5);
  const start = await actionOf(page, () => page.keyboard.press(RUN_KEYS));
  await expect(verdict(page)).toBeVisible(RUN);
  const loop = { challenge: "softmax", language: "typescript", source: "for (;;);", which: "visible" };
  for (let i = 0; i < loops; i++) await start.call([{ ...loop, id: crypto.randomUUID(), round: 1, seconds: 0 }]);
  await page.keyboard.press(RUN_KEYS);
  const told = loops < width ? "Running …" : "Waiting: one run is before it";
  await expect(page.getByText(told).first()).toBeVisible();
  await expect(headline(page)).toBeVisible(RUN);
});

test("an endless loop is stopped by hand, and by itself after some seconds", async ({ page, database }) => {
  await openFresh(page, database);
  await write(page, "def log_sum_exp(logits):\n    while True: pass\n");
  await page.keyboard.press(RUN_KEYS);
  const stop = page.getByRole("button", { name: "Stop" });
  await expect(page.getByText("Running …").first()).toBeVisible();
  await stop.click();
  await expect(page.getByText("Stopped. Nothing was judged.").last()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Run/ })).toBeVisible();

  await page.keyboard.press(RUN_KEYS);
  // Meanwhile the server has time for others.
  const asked = Date.now();
  expect((await page.request.get("/challenges")).status()).toBe(200);
  expect(Date.now() - asked).toBeLessThan(4000);
  await expect(headline(page)).toHaveText(/It took too long/, RUN);
  await expect(verdict(page)).toContainText('Stopped after 5 seconds in the case "one row". Does a loop never end?');
  await expect(verdict(page)).toContainText("log_sum_exp(np.array([[1., 2., 3.]]))");
});

test("two submissions by a double click are one, and another tab’s is its own", async ({ page, context, database }) => {
  await openFresh(page, database);
  await write(page, OVERFLOWS);
  await saved(page);
  const other = await context.newPage();
  await openChallenge(other);
  expect(await textIn(other)).toBe(OVERFLOWS);
  await Promise.all([
    page.getByRole("button", { name: /^Submit/ }).dblclick(),
    other.getByRole("button", { name: /^Submit/ }).click(),
  ]);
  await expect(headline(page)).toHaveText(/cases fail/, RUN);
  await expect(headline(other)).toHaveText(/cases fail/, RUN);
  expect(await database.all("SELECT first FROM Submission ORDER BY first")).toMatchObject([{ first: 0 }, { first: 1 }]);
});

test("a run sent ten times over is one run", async ({ page, database }) => {
  await openFresh(page, database);
  const start = await actionOf(page, () => page.keyboard.press(RUN_KEYS));
  await expect(verdict(page)).toBeVisible(RUN);
  const source = fileOf(SOFTMAX, "solution.ts");
  const id = crypto.randomUUID();
  const run = { id, challenge: "softmax", language: "typescript", source, which: "all", round: 1, seconds: 5 };
  const replies = await Promise.all(Array.from({ length: 10 }, () => start.call([run])));
  expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  const count = async () => Number((await database.all("SELECT count(*) AS n FROM Submission"))[0]?.n);
  await expect.poll(count, RUN).toBe(1);
  // Too long, of another language, of no challenge: refused, and nothing is run.
  for (const odd of [
    { source: "x".repeat(50_001) },
    { language: "ruby" },
    { challenge: "../secret" },
    { id: "1" },
    { round: 0 },
  ]) {
    const reply = await start.call([{ ...run, id: crypto.randomUUID(), ...odd }]);
    expect(reply.body).toContain("refused");
  }
  expect(await count()).toBe(1);
});

test("a submission is judged and kept though the page is closed at once", async ({ page, context, database }) => {
  await openFresh(page, database);
  const other = await context.newPage();
  await openChallenge(other);
  await write(other, fileOf(SOFTMAX, "solution.py"));
  await Promise.all([
    other.waitForRequest((request) => request.method() === "POST" && (request.postData() ?? "").includes('"all"')),
    other.keyboard.press(SUBMIT_KEYS),
  ]);
  await other.waitForTimeout(100);
  await other.close();
  await expect
    .poll(async () => (await database.all("SELECT passed FROM Submission")).map(({ passed }) => passed), RUN)
    .toEqual([1]);
});

test("a verdict is there again after a reload, whether the run was over or not", async ({ page, database }) => {
  await openFresh(page, database);
  await write(page, OVERFLOWS);
  await page.keyboard.press(SUBMIT_KEYS);
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await page.reload();
  await expect(headline(page)).toHaveText(/cases fail/, RUN);
  const said = await headline(page).innerText();
  await page.reload();
  await expect(headline(page)).toHaveText(said);
  expect(await database.all("SELECT id FROM Submission")).toHaveLength(1);
});

test("a draft survives a reload and is there in another browser; each language has its own", async ({
  page,
  browser,
  server,
  database,
}) => {
  await openFresh(page, database);
  await write(page, "# mine\n");
  // At once: before anything was sent.
  await page.reload();
  await expect(editor(page)).toBeVisible();
  await expect.poll(() => textIn(page)).toBe("# mine\n");
  await saved(page);
  await page.getByRole("radio", { name: "TypeScript" }).check({ force: true });
  await expect(page.getByRole("textbox", { name: "Your program in TypeScript" })).toBeVisible();
  expect(await textIn(page)).toContain("export function logSumExp");
  await write(page, "// and mine\n");
  await page.waitForTimeout(900);
  await saved(page);

  const elsewhere = await browser.newContext({ baseURL: server.url });
  const other = await elsewhere.newPage();
  await openChallenge(other);
  // The language is remembered too.
  await expect(other.getByRole("textbox", { name: "Your program in TypeScript" })).toBeVisible();
  expect(await textIn(other)).toBe("// and mine\n");
  await other.getByRole("radio", { name: "Python" }).check({ force: true });
  await expect(other.getByRole("textbox", { name: "Your program in Python" })).toBeVisible();
  expect(await textIn(other)).toBe("# mine\n");

  // What is written there is taken over here when this page is looked at again, and can be undone.
  await write(other, "# newer\n");
  await other.waitForTimeout(900);
  await saved(other);
  await elsewhere.close();
  await page.getByRole("radio", { name: "Python" }).check({ force: true });
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect.poll(() => textIn(page)).toBe("# newer\n");
  await expect(page.getByText("This text was changed elsewhere")).toBeVisible();
});

test.describe("a server that is gone", () => {
  test.use({ expectedProblems: [/Failed to load resource: net::ERR_/] });

  test("costs no letter, and a run goes on when it is back", async ({ page, server, database }) => {
    await openFresh(page, database);
    await saved(page);
    await server.kill9();
    await write(page, fileOf(SOFTMAX, "solution.ts"));
    await expect(page.getByText("Kept in this browser; the server does not answer")).toBeVisible();
    await page.keyboard.press(RUN_KEYS);
    await expect(page.getByText("The server does not answer; asking again …").first()).toBeVisible();
    await server.restart();
    // TypeScript as Python: it is judged all the same.
    await expect(headline(page)).toHaveText(/The file could not be loaded/, RUN);
    await saved(page);
    expect(await database.all("SELECT text FROM ChallengeDraft")).toMatchObject([
      { text: fileOf(SOFTMAX, "solution.ts") },
    ]);
  });
});

test("reset brings the starter, and undo what was there", async ({ page, database }) => {
  await openFresh(page, database);
  const starter = await textIn(page);
  await write(page, "# mine\n");
  await page.getByRole("button", { name: "Reset" }).click();
  await expect.poll(() => textIn(page)).toBe(starter);
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect.poll(() => textIn(page)).toBe("# mine\n");
});

test("a submission is found in the history, compared and put back", async ({ page, database }) => {
  await openFresh(page, database);
  await write(page, OVERFLOWS);
  await page.keyboard.press(SUBMIT_KEYS);
  await expect(headline(page)).toHaveText(/cases fail/, RUN);
  await write(page, fileOf(SOFTMAX, "solution.py"));
  await page.keyboard.press(SUBMIT_KEYS);
  await expect(headline(page)).toHaveText(/Solved/, RUN);

  await page.getByRole("button", { name: "History" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("listitem")).toHaveCount(2);
  await expectAccessible(page, "history", "light");
  await dialog.getByRole("button", { name: /cases fail/ }).click();
  await expect(dialog.getByRole("region", { name: "Verdict" })).toContainText("logits of a thousand");
  await expect(dialog.locator("del")).toHaveText(["−     shifted = logits"]);
  await expect(dialog.locator("ins")).toHaveText(["+     shifted = logits - logits.max(axis=1, keepdims=True)"]);
  await dialog.getByRole("radio", { name: /it was the first/ }).check();
  await expect(dialog.locator("ins").first()).toHaveText("+ import numpy as np");
  await expectAccessible(page, "a submission", "light");
  await dialog.getByRole("button", { name: "Put it into the editor" }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => textIn(page)).toBe(OVERFLOWS);
});

test("hints come one at a time; giving up is asked once, noted, and shows everything", async ({ page, database }) => {
  await openFresh(page, database);
  const hints = page.getByRole("region", { name: "Hints" });
  await page.getByRole("button", { name: "A hint (4 left)" }).dblclick();
  await expect(hints.getByRole("listitem")).toHaveCount(1);
  await page.getByRole("button", { name: "Another hint (3 left)" }).click();
  await expect(hints.getByRole("listitem")).toHaveCount(2);
  await page.getByRole("button", { name: "Show the solution" }).click();
  await page.getByRole("button", { name: "Keep trying" }).click();
  expect(await database.all("SELECT hints, gaveUpAt FROM ChallengeWork")).toMatchObject([{ hints: 2, gaveUpAt: null }]);
  await page.getByRole("button", { name: "Show the solution" }).click();
  await page.getByRole("button", { name: "Give up" }).click();
  const solution = page.getByRole("region", { name: "Solution" });
  await expect(solution).toContainText("def log_sum_exp(logits):");
  await expect(solution).toContainText("Frameworks therefore take logits");
  await expect(page.getByRole("heading", { name: "Solution" })).toBeFocused();
  await solution.getByText("What is the derivative of log-sum-exp?").click();
  await expect(solution).toContainText("The softmax:");
  await page.reload();
  await expect(editor(page)).toBeVisible();
  // Not asked a second time.
  await page.getByRole("button", { name: "Show the solution" }).click();
  await expect(solution).toBeVisible();
  await write(page, fileOf(SOFTMAX, "solution.py"));
  await page.keyboard.press(SUBMIT_KEYS);
  await expect(headline(page)).toHaveText(/Solved/, RUN);
  expect(await database.all("SELECT hints, gaveUp, passed FROM Submission")).toMatchObject([
    { hints: 2, gaveUp: 1, passed: 1 },
  ]);
});

test("an interview goes on over a reload, gives no help, and ends with what is asked next", async ({
  page,
  database,
}) => {
  await openFresh(page, database);
  await page.getByRole("button", { name: "Interview of 25 minutes" }).click();
  await page.getByRole("button", { name: "Begin" }).click();
  const bar = page.getByRole("region", { name: "Interview" });
  await expect(bar).toContainText(/2[45]:\d\d left/);
  await expect(page.getByRole("button", { name: /hint|solution/i })).toHaveCount(0);
  await expect(page.getByText("Theory", { exact: true })).toHaveCount(0);
  await page.reload();
  await expect(bar).toContainText(/24:\d\d left/);
  await expect(page.getByRole("button", { name: /hint|solution/i })).toHaveCount(0);
  // 24 minutes and 55 seconds later.
  const earlier = new Date(Date.now() - (25 * 60 - 5) * 1000).toISOString().replace("Z", "+00:00");
  await database.all("UPDATE ChallengeWork SET interviewAt = ?", [earlier]);
  await page.reload();
  await expect(bar).toContainText(/0:0\d left/);
  const over = page.getByRole("region", { name: "The interview is over" });
  await expect(over).toContainText("Not solved in 25 minutes.", { timeout: 15_000 });
  await expect(over.getByRole("listitem").first()).toContainText("Why do libraries combine softmax and cross-entropy");
  await expect(page.getByRole("button", { name: "Show the solution" })).toBeVisible();
});

test("Tab indents in the editor, and Escape and Tab leave it", async ({ page, database }) => {
  await openFresh(page, database);
  await write(page, "x = 1");
  await page.keyboard.press("Home");
  await page.keyboard.press("Tab");
  expect(await textIn(page)).toBe("    x = 1");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(editor(page)).not.toBeFocused();
});

test("Vim’s keys are loaded when they are switched on, and remembered", async ({ page, database }) => {
  await openFresh(page, database);
  await write(page, "first\nsecond");
  await page.getByRole("button", { name: "Vim" }).click();
  await expect(page.locator(".cm-vimMode")).toBeVisible();
  await editor(page).focus();
  await page.keyboard.type("ggdd");
  await expect.poll(() => textIn(page)).toBe("second");
  await page.reload();
  await expect(page.locator(".cm-vimMode")).toBeVisible();
  await page.getByRole("button", { name: "Vim" }).click();
  await expect(page.locator(".cm-vimMode")).toHaveCount(0);
});

test("the timer stands while the page is not looked at, and can be put away", async ({ page, database }) => {
  await openFresh(page, database);
  const timer = page.getByRole("button", { name: "Timer" });
  await expect(timer).toHaveText(/^0:0[1-9]$/);
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  });
  await page.waitForTimeout(1500);
  const stood = await timer.innerText();
  await page.waitForTimeout(2500);
  await expect(timer).toHaveText(stood);
  await timer.click();
  await expect(timer).toHaveText("Timer");
});

test("a note leads to the challenges that practise it", async ({ page }) => {
  await open(page, "/notes/softmax");
  await page.getByRole("link", { name: "Softmax without overflow" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Softmax without overflow" })).toBeVisible();
});

for (const colours of ["light", "dark"] as const) {
  test(`the pages are accessible in ${colours} colours`, async ({ page, database }) => {
    await page.emulateMedia({ colorScheme: colours });
    await openFresh(page, database);
    await open(page, "/challenges");
    await expectAccessible(page, "list", colours);
    await openChallenge(page);
    await expectAccessible(page, "begun", colours);
    await write(page, OVERFLOWS);
    await page.keyboard.press(SUBMIT_KEYS);
    await expect(headline(page)).toHaveText(/cases fail/, RUN);
    await page.getByText("Theory", { exact: true }).click();
    await page.getByRole("button", { name: /A hint/ }).click();
    await expect(page.getByText("Hint 1 of 4")).toBeVisible();
    await expectAccessible(page, "failed", colours);
    await page.getByRole("button", { name: "Show the solution" }).click();
    await expectAccessible(page, "giving up", colours);
    await page.getByRole("button", { name: "Give up" }).click();
    await expect(page.getByRole("region", { name: "Solution" })).toBeVisible();
    await expectAccessible(page, "given up", colours);
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("task, code and result are a tap apart, and nothing sticks out", async ({ page, database }) => {
    for (const table of ["ChallengeWork", "ChallengeDraft", "Submission"]) await database.all(`DELETE FROM ${table}`);
    await open(page, "/challenges");
    await expectNoSidewaysScroll(page, "list");
    await open(page, "/challenges/softmax");
    const shown = page.getByRole("group", { name: "Shown" });
    await expect(page.getByText("Write three functions")).toBeVisible();
    await expectNoSidewaysScroll(page, "task");
    await page.getByText("Theory", { exact: true }).tap();
    await expectNoSidewaysScroll(page, "theory");
    await shown.getByRole("button", { name: "Code" }).tap();
    await expect(editor(page)).toBeVisible();
    await expect(page.getByText("Write three functions")).toBeHidden();
    await expect(page.getByRole("button", { name: "Indent" })).toBeVisible();
    await expectNoSidewaysScroll(page, "code");
    await write(page, OVERFLOWS);
    await page.getByRole("button", { name: /^Submit/ }).tap();
    await expect(headline(page)).toBeVisible(RUN);
    await expect(headline(page)).toHaveText(/cases fail/, RUN);
    await expect(editor(page)).toBeHidden();
    await expectNoSidewaysScroll(page, "result");
    await expectAccessible(page, "result on a phone", "light");
    await shown.getByRole("button", { name: "Code" }).tap();
    await expect(editor(page)).toBeVisible();
  });
});
