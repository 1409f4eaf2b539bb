import { forkProgram } from "./child.ts";
import { BACKENDS, type BackendTrial } from "./self-test.ts";

/** Milliseconds after which a driver that does not answer is done without. */
const PATIENCE = 30_000;

interface Program {
  readonly program?: string;
  /** Milliseconds to wait for it. */
  readonly patience?: number;
}

/**
 * Tries every backend of this machine in a process of its own, each for so many seconds; null to find out only which work. Where that process ends before all are tried, by a driver that
 * crashes or does not answer, the rest are said not to work.
 */
export async function testThisMachine(
  seconds: number | null,
  { program = "self-test-program.ts", patience = PATIENCE }: Program = {},
): Promise<BackendTrial[]> {
  const child = forkProgram(program, seconds === null ? [] : [`${seconds}`]);
  const trials: BackendTrial[] = [];
  const tooLong = setTimeout(() => child.kill("SIGKILL"), patience);
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(-1000)));
  const end = await new Promise<string>((resolve) => {
    child.on("message", (trial: BackendTrial) => void trials.push(trial));
    child.on("error", ({ message }) => resolve(`the test's process failed: ${message}`));
    child.on("close", (code, by) => {
      if (by !== null) resolve(`the test's process was ended by ${by}`);
      else resolve(code === 0 ? "" : `the test's process ended with exit code ${code}: ${complaint.trim()}`);
    });
  });
  clearTimeout(tooLong);
  const left = BACKENDS.filter((backend) => trials.every((trial) => trial.backend !== backend));
  return [...trials, ...left.map((backend) => ({ backend, on: null, missing: end, difference: null, speed: null }))];
}
