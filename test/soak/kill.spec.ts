import { expect, open, test } from "../e2e/app.ts";
import { refold } from "../e2e/refolded.ts";
import { Client } from "./client.ts";

/** How many times the server is killed; fewer to try the test itself. */
const KILLS = Number(process.env["KILLS"] ?? 1000);
const CLIENTS = 3;
/** From its first answer on, a server lives for up to this long before it is killed, in milliseconds. */
const LONGEST_LIFE = 1000;
const CHECK_EVERY = 50;

test.use({ theme: "soak", expectedProblems: [/net::ERR_/] });

test(`${KILLS} kill -9 at random moments under load lose no acknowledged review`, async ({
  page,
  server,
  database,
}) => {
  await database.askEverything();
  const actions = new Map<string, string>();
  page.on("request", (request) => {
    const id = request.headers()["next-action"];
    if (id) actions.set(request.postData() ?? "", id);
  });
  await open(page, "/drill");
  const { id: first } = await database.openServing();
  await page.keyboard.press("Alt+x");
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible();
  await expect.poll(() => actions.get("[]")).toBeDefined();
  const next = actions.get("[]") ?? "";
  const giveUp = [...actions].find(([body]) => body.includes(first))?.[1] ?? "";
  await page.close();

  const acknowledged = new Set<string>();
  let sent = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    const { promise: answering, resolve: begun } = withResolvers();
    const working = Array.from({ length: CLIENTS }, () =>
      new Client(server.url, { next, giveUp }).answerUntilCut(
        (servingId) => acknowledged.add(servingId),
        () => {
          sent++;
          begun();
        },
      ),
    );
    await answering;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_LIFE));
    await server.kill9();
    await Promise.all(working);
    await server.restart();
    if (kill % CHECK_EVERY > 0 && kill < KILLS) continue;
    const [integrity] = await database.all("PRAGMA integrity_check");
    expect(integrity).toEqual({ integrity_check: "ok" });
    expect(await database.all("PRAGMA foreign_key_check")).toEqual([]);
    const reviewed = (await database.reviews()).map(({ servingId }) => servingId);
    expect(new Set(reviewed).size).toBe(reviewed.length);
    expect([...acknowledged].filter((id) => !reviewed.includes(id))).toEqual([]);
    console.log(
      `${kill} kills: ${sent} answers sent, ${acknowledged.size} acknowledged, ${reviewed.length} in the log`,
    );
  }
  const compared = await refold(server);
  expect(compared.map(({ stored }) => stored)).toEqual(compared.map(({ refolded }) => refolded));
  expect(acknowledged.size).toBeGreaterThan(KILLS / 2);
});

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
