import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { scriptPath } from "./script.ts";

// A parent that starts a child, which starts a grandchild; each prints its process number, and all would run on.
const idle = "setInterval(() => {}, 1000);";
const child = `const { spawn } = require("node:child_process");
console.log(spawn(process.execPath, ["-e", ${JSON.stringify(idle)}]).pid);
console.log(process.pid);
${idle}`;
const parent = `import { passSignalsOn, run } from ${JSON.stringify(scriptPath("child.mjs"))};
import { runMain } from ${JSON.stringify(scriptPath("failure.mjs"))};
passSignalsOn();
await runMain(() => run(["node", "-e", ${JSON.stringify(child)}]).then(({ code }) => code));`;

async function startFamily() {
  const head = spawn(process.execPath, ["--input-type=module", "-e", parent], { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  head.stdout.on("data", (piece) => (printed += piece));
  while (printed.trim().split("\n").length < 2) await delay(10);
  return { head, pids: printed.trim().split("\n").map(Number) };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // On Linux a process that has ended is still listed until its parent collects it.
  return process.platform !== "linux" || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

async function allEnd(pids: number[]): Promise<boolean> {
  for (const end = Date.now() + 5_000; Date.now() < end; await delay(20)) {
    if (!pids.some(isRunning)) return true;
  }
  return false;
}

test.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)("%s ends the whole family, and the exit code says so", async (signal, code) => {
  const { head, pids } = await startFamily();
  head.kill(signal);
  expect((await once(head, "exit"))[0]).toBe(code);
  expect(await allEnd(pids)).toBe(true);
});

test("a parent that is killed outright takes its family along", async () => {
  const { head, pids } = await startFamily();
  expect(pids.map(isRunning)).toEqual([true, true]);
  head.kill("SIGKILL");
  expect(await allEnd(pids)).toBe(true);
});
