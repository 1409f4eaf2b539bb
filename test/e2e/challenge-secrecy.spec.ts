import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { challengeOf } from "#content/challenges.ts";
import { completeChallenge, type Challenge } from "#lib/challenge/folder.ts";
import { callsOf, planCases } from "#lib/challenge/plan.ts";
import { readNumbers, readResults } from "#lib/challenge/numbers.ts";
import { runInSandbox } from "#lib/sandbox/sandbox.ts";
import type { Value } from "#lib/sandbox/value.ts";
import { alive, test as base, expect } from "./app.ts";
import { findSecrets, phrasesOf, wordsIn } from "./secrets.ts";
import { editor, fileOf, headline, openFresh, OVERFLOWS, SOFTMAX, write } from "./workplace.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SUBMIT_KEYS = "ControlOrMeta+Shift+Enter";
const RUN = { timeout: 60_000 };

const definition = challengeOf("softmax");
if (!definition) throw new Error("the content has no challenge softmax");
const softmax = completeChallenge(definition, (file) => (file.startsWith("harness") ? null : fileOf(SOFTMAX, file)));

interface Received {
  what: string;
  body: string;
}

/** Notes all that the browser receives; static files have a test of their own. */
const test = base.extend<{ received: Received[] }>({
  received: async ({ page }, use) => {
    const received: Received[] = [];
    await page.route("**/*", async (route) => {
      const request = route.request();
      const response = await route.fetch({ maxRedirects: 0 });
      const body = await response.body();
      const { pathname } = new URL(request.url());
      if (!pathname.startsWith("/_next/static/")) {
        const headers = JSON.stringify(response.headers());
        received.push({ what: `${request.method()} ${pathname}`, body: `${headers}\n${body.toString("utf8")}` });
      }
      await route.fulfill({ response, body });
    });
    await use(received);
    await page.unrouteAll({ behavior: "wait" });
  },
});

test.use({ theme: "challenge secrecy" });
test.setTimeout(180_000);

/** Lines of a program that stand in nothing that is shown: not in the starter, the task, or what the test writes. */
function tellingLines({ programs, document }: Challenge): string[] {
  const shown = [document.task, document.theory, programs.python.starter, programs.typescript.starter, OVERFLOWS].join(
    "\n",
  );
  return [programs.python, programs.typescript]
    .flatMap(({ solution, second }) => `${solution}\n${second}`.split("\n"))
    .map((line) => line.trim())
    .filter((line) => line.length >= 16 && !shown.includes(line));
}

/** What of a challenge must not be told before it was solved or given up; `like` is the fault that may be named. */
function secretsOf(challenge: Challenge, like: string): { phrases: string[]; exact: string[] } {
  const { document, mutants } = challenge;
  const shown = wordsIn(`${document.task} ${document.theory}`);
  const prose = [
    document.explanation,
    ...document.hints,
    ...document.followUps.flatMap(({ question, answer }) => [question, answer]),
    ...mutants.filter(({ id }) => id !== like).map(({ says }) => says),
  ];
  return {
    phrases: prose
      .flatMap(phrasesOf)
      .filter((phrase) => phrase.split(" ").length === 5 && !shown.includes(` ${phrase} `)),
    exact: [
      ...tellingLines(challenge),
      ...mutants.filter(({ id }) => id !== like).map(({ id }) => id),
      ...mutants.flatMap(({ typescript: [find, replace] }) => [find, replace]).filter((text) => text.length >= 20),
    ],
  };
}

/** What the cases of a submission hold, in their inputs and in what is right: as written with six digits, if it has them. */
async function numbersIn(shown: "visible" | "hidden", seed: number): Promise<Set<string>> {
  const planned = planCases(softmax, "python", { which: "all", seed }).filter((one) => one.case.shown === shown);
  const calls = callsOf(planned, "python");
  const result = await runInSandbox({ language: "python", source: softmax.programs.python.solution, calls });
  expect(result.kind).toBe("finished");
  const values = [
    ...calls.flatMap((call) => ("call" in call ? (call.args ?? []) : [])),
    ...result.calls.flatMap((call) => (call.kind === "returned" ? [call.value] : [])),
  ];
  return new Set(values.flatMap(numbersOf).flatMap(sixDigits));
}

/** As many digits as the page writes; none for a number with fewer, which is met by chance. */
function sixDigits(x: number): string[] {
  return Number.isFinite(x) && Number(x.toPrecision(6)) !== Number(x.toPrecision(5))
    ? [Math.abs(x).toPrecision(6)]
    : [];
}

/** The numbers of a response, written in six digits. */
function writtenIn(received: Received[]): Set<string> {
  return new Set(
    received.flatMap(({ body }) => (body.match(/\d+\.?\d*(?:e[-+]?\d+)?/gi) ?? []).map(Number).flatMap(sixDigits)),
  );
}

function numbersOf(value: Value): number[] {
  const numbers = readNumbers(value);
  if ("data" in numbers) return [...numbers.data];
  return (readResults(value) ?? []).flatMap(numbersOf);
}

const leaks = (received: Received[], secrets: Parameters<typeof findSecrets>[1]) =>
  received.flatMap(({ what, body }) => findSecrets(body, secrets).map((secret) => `${what}: ${secret}`));

async function submit(page: Page, text: string, said: RegExp): Promise<void> {
  await write(page, text);
  await page.keyboard.press(SUBMIT_KEYS);
  await expect(headline(page)).toHaveText(said, RUN);
}

test("nothing of solutions, faults, hidden cases and help not asked for reaches the browser before its time", async ({
  page,
  database,
  received,
}) => {
  await openFresh(page, database);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(headline(page)).toHaveText(/3 of 3 visible cases fail/, RUN);
  const begun = received.length;
  await submit(page, OVERFLOWS, /cases fail/);
  await page.reload();
  await alive(page);
  await expect(editor(page)).toBeVisible();
  await page.getByRole("button", { name: "History" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /cases fail/ })
    .click();
  await expect(page.getByRole("dialog").getByText("What differs")).toBeVisible();
  await page.keyboard.press("Escape");
  expect(received.map(({ what }) => what)).toEqual(
    expect.arrayContaining(["GET /challenges/softmax", "POST /challenges/softmax"]),
  );
  const { phrases, exact } = secretsOf(softmax, "no-shift");
  expect([phrases.length > 50, exact.length > 20]).toEqual([true, true]);
  expect(leaks(received, { numbers: [], phrases, exact })).toEqual([]);

  const [{ seed }] = await database.all("SELECT seed FROM Submission");
  const [visible, hidden] = [await numbersIn("visible", Number(seed)), await numbersIn("hidden", Number(seed))];
  // What was there before these cases were drawn can't be of them, and small whole logits may be those of a visible case.
  const before = writtenIn(received.slice(0, begun));
  const own = [...hidden].filter((number) => !visible.has(number) && !before.has(number));
  const written = writtenIn(received);
  expect(own.length).toBeGreaterThan(30);
  expect(own.filter((number) => written.has(number))).toEqual([]);
  expect([...visible].some((number) => written.has(number))).toBe(true);
  expect(leaks(received, { numbers: [], phrases: [], exact: [String(seed)] })).toEqual([]);

  // The same search finds a hint once it is taken, and everything after giving up.
  const asked = received.length;
  await page.getByRole("button", { name: /A hint/ }).click();
  await expect(page.getByText("Hint 1 of 4")).toBeVisible();
  expect(leaks(received.slice(asked), { numbers: [], phrases, exact })).not.toEqual([]);
  expect(leaks(received.slice(asked), { numbers: [], phrases: [], exact })).toEqual([]);
  await page.getByRole("button", { name: "Show the solution" }).click();
  await page.getByRole("button", { name: "Give up" }).click();
  await expect(page.getByRole("region", { name: "Solution" })).toBeVisible();
  const told = leaks(received.slice(asked), { numbers: [], phrases: [], exact });
  expect(told.length).toBeGreaterThan(10);
  // Not even then the faults.
  const faults = softmax.mutants.filter(({ id }) => id !== "no-shift").map(({ id }) => id);
  expect(leaks(received, { numbers: [], phrases: [], exact: faults })).toEqual([]);
});

test("nothing of a challenge stands in a file that the browser can load", () => {
  const loadable = readdirSync(`${root}.next/static`, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(js|json|txt|html|rsc|css)$/.test(name))
    .map((name) => readFileSync(`${root}.next/static/${name}`, "utf8"))
    .join("\n");
  const { phrases, exact } = secretsOf(softmax, "");
  expect(findSecrets(loadable, { numbers: [], phrases, exact })).toEqual([]);
  expect(
    findSecrets(loadable, {
      numbers: [],
      phrases: [],
      exact: softmax.cases.map(({ name }) => name).filter((name) => name.length > 10),
    }),
  ).toEqual([]);
});
