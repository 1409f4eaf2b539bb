import { spawn } from "node:child_process";
import { constants } from "node:os";
import { Failure } from "./failure.mjs";
import { childEnvironment, root } from "./settings.mjs";

const windows = process.platform === "win32";
const endWithParent = new URL("./end-with-parent.mjs", import.meta.url).href;
const running = new Set();
let stoppedBy;

/** The signal that asked this process to stop, if one did. */
export function stopSignal() {
  return stoppedBy;
}

/**
 * Starts a program as the head of its own process group, so that a signal reaches everything it started.
 * `command[0] === "node"` stands for the Node that runs this, which then also ends when this process does.
 */
export function start(command, { env = {}, output = "inherit" } = {}) {
  if (stoppedBy) throw new Stopped(stoppedBy);
  const [program, ...rest] = command;
  const isNode = program === "node";
  const child = spawn(isNode ? process.execPath : program, isNode ? ["--import", endWithParent, ...rest] : rest, {
    cwd: root,
    env: childEnvironment({ EPOCH_PARENT_PID: String(process.pid), ...env }),
    stdio: ["ignore", output, output],
    detached: !windows,
    shell: windows && !isNode,
  });
  running.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/**
 * Runs a program to its end. With `output: "keep"` what it prints is collected instead of shown.
 * Resolves to `{ code, text }`; rejects with Stopped when a signal ended this process's work.
 */
export function run(command, { env, output = "inherit", onStart, timeout } = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, { env, output: output === "keep" ? "pipe" : output });
    onStart?.(child);
    const pieces = [];
    child.stdout?.on("data", (piece) => pieces.push(piece));
    child.stderr?.on("data", (piece) => pieces.push(piece));
    const timer = timeout ? setTimeout(() => signalGroup(child, "SIGKILL"), timeout) : undefined;
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(new Failure(`Could not start ${command[0]}: ${error.message}`, { cause: error }));
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (stoppedBy) reject(new Stopped(stoppedBy));
      else resolve({ code: code ?? 128 + constants.signals[signal], text: Buffer.concat(pieces).toString() });
    });
  });
}

/** Sends a signal to a started program and everything it started. */
export function signalGroup(child, signal) {
  try {
    if (windows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Thrown where work was cut short by a signal; the exit code follows the shells' 128 + n. */
export class Stopped extends Failure {
  constructor(signal) {
    super(`Stopped by ${signal}.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Passes SIGINT, SIGTERM and SIGHUP on to every running child, and kills what is left after ten seconds. The shell
 * that npm puts in between passes no signal on, so when it goes away that counts as a SIGTERM.
 */
export function passSignalsOn() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(signal));
  if (process.env.npm_lifecycle_event && !windows) {
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      stop("SIGTERM");
    }, 250);
    watch.unref();
  }
  process.on("exit", () => signalAll("SIGKILL"));
}

function stop(signal) {
  stoppedBy ??= signal;
  signalAll(signal === "SIGHUP" ? "SIGTERM" : signal);
  setTimeout(() => signalAll("SIGKILL"), 10_000).unref();
}

function signalAll(signal) {
  for (const child of running) signalGroup(child, signal);
}
