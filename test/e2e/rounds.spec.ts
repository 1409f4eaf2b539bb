import { expectAccessible, expectNoSidewaysScroll } from "./accessible.ts";
import { expect, open, test } from "./app.ts";
import { editor, fileOf, forget, headline, makeDue, openFresh, textIn, write } from "./workplace.ts";

test.use({ theme: "rounds" });
// The first run of a language compiles its interpreter.
test.setTimeout(180_000);
const RUN = { timeout: 60_000 };
const SUBMIT_KEYS = "ControlOrMeta+Shift+Enter";

const DENSE = "backprop/challenges/dense-layer";

test("a challenge counts by its first submission, comes back smaller when due, and starts afresh", async ({
  page,
  database,
}) => {
  const grades = async () =>
    (await database.all("SELECT grade FROM Log WHERE itemId = 'challenge/dense-layer' AND kind = 'review'")).map(
      ({ grade }) => grade,
    );
  await openFresh(page, database, "dense-layer");
  await page.keyboard.press(SUBMIT_KEYS);
  await expect(headline(page)).toHaveText(/cases fail/, RUN);
  await expect(page.getByText("Counts as not solved. Comes back tomorrow").first()).toBeVisible();
  await page.getByRole("button", { name: "Don’t count it" }).click();
  await expect(page.getByText("Counts as")).toHaveCount(0);
  await write(page, fileOf(DENSE, "solution.py"));
  await page.keyboard.press(SUBMIT_KEYS);
  await expect(headline(page)).toHaveText(/Solved/, RUN);
  await expect(page.getByText(/Counts as solved unaided\. Comes back in \d days/).first()).toBeVisible();
  expect(await grades()).toEqual(["again", "good"]);
  await open(page, "/challenges");
  await expect(page.getByRole("region", { name: "To do now" })).toHaveCount(0);

  await makeDue(database, "dense-layer");
  await open(page, "/");
  await expect(page.getByRole("region", { name: "To write" }).getByRole("listitem")).toContainText("Due again");
  await open(page, "/challenges");
  await page.getByRole("region", { name: "To do now" }).getByRole("link").click();
  const due = page.getByRole("region", { name: "Due again" });
  await expect(due).toContainText("write dense_backward; the rest is given.");
  await expectAccessible(page, "due", "light");
  // What was written last time is not in sight, but can be looked at.
  await expect(editor(page)).toHaveCount(0);
  await due.getByRole("button", { name: "Look at the last time" }).click();
  await expect.poll(() => textIn(page)).toBe(fileOf(DENSE, "solution.py"));
  await page.reload();
  await due.getByRole("button", { name: "Begin" }).click();

  await expect(page.getByText("This time: write dense_backward; the rest is given.")).toBeVisible();
  await expect(due).toHaveCount(0);
  const given = fileOf(DENSE, "solution.py");
  await expect.poll(() => textIn(page)).toContain("raise NotImplementedError");
  expect(await textIn(page)).toContain(given.slice(0, given.indexOf("def dense_backward")).trim());
  // The solution is not to be had before this round has counted.
  await page.getByRole("button", { name: "Show the solution" }).click();
  await expect(page.getByRole("button", { name: "Give up" })).toBeVisible();
  await page.getByRole("button", { name: "Keep trying" }).click();
  await page.reload();
  await expect(page.getByText("This time: write dense_backward; the rest is given.")).toBeVisible();
  await expect(editor(page)).toBeVisible();
  await write(page, given);
  await page.keyboard.press(SUBMIT_KEYS);
  await expect(headline(page)).toHaveText(/Solved/, RUN);
  await expect(page.getByText(/Counts as solved unaided\. Comes back in \d+ days/).first()).toBeVisible();
  expect(await grades()).toEqual(["again", "good", "good"]);
  expect(await database.all("SELECT round, form FROM ChallengeWork WHERE challengeId = 'dense-layer'")).toMatchObject([
    { round: 2, form: "part:dense_backward" },
  ]);
  await open(page, "/challenges");
  await expect(page.getByRole("listitem").filter({ hasText: "A dense layer" })).toContainText("Solved on");
});

test("after a failure the fault just made is there to be mended", async ({ page, database }) => {
  await openFresh(page, database, "clip-by-norm");
  const solution = fileOf("vanishing/challenges/clip-by-norm", "solution.py");
  const faulty = solution.replace("factor = limit / norm", "factor = 1 / norm");
  expect(faulty).not.toBe(solution);
  await write(page, faulty);
  await page.keyboard.press(SUBMIT_KEYS);
  await expect(headline(page)).toHaveText(/fail/, RUN);
  await makeDue(database, "clip-by-norm");
  await open(page, "/challenges/clip-by-norm");
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByText("This time: mend the program given: one thing in it is wrong.")).toBeVisible();
  await expect.poll(() => textIn(page)).toContain("factor = 1 / norm");
});

test("a misunderstanding that a program shows is linked, and told of on its page", async ({ page, database }) => {
  await openFresh(page, database, "layer-norm");
  await write(
    page,
    fileOf("normalization/challenges/layer-norm", "solution.py").replace(
      "d_gamma = (upstream * x_hat).sum(axis=0)",
      "d_gamma = (upstream * x_hat).mean(axis=0)",
    ),
  );
  await page.keyboard.press(SUBMIT_KEYS);
  await expect(headline(page)).toHaveText(/fail/, RUN);
  await expect(page.getByText("This is what it gives with the gain's gradient averaged")).toBeVisible();
  await page.getByText("Behind it may stand").getByRole("link").click();
  await expect(page).toHaveURL(/\/notes\//);
  await open(page, "/misconceptions");
  await expect(page.getByRole("main")).toContainText("divided by the batch twice");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("what is due fits, in dark colours too", async ({ page, database }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    await forget(database, "conv2d-forward");
    await open(page, "/challenges/conv2d-forward");
    await page.getByRole("button", { name: /^Submit/ }).tap();
    await expect(headline(page)).toHaveText(/fail/, RUN);
    await expectNoSidewaysScroll(page, "counted");
    await makeDue(database, "conv2d-forward");
    await open(page, "/challenges/conv2d-forward");
    await expectNoSidewaysScroll(page, "due");
    await expectAccessible(page, "due", "dark");
    await page.getByRole("button", { name: "Begin" }).tap();
    await expect(page.getByText("This time:")).toBeVisible();
    await expectNoSidewaysScroll(page, "begun");
  });
});
