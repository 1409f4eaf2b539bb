// What both workers do alike: they make the materials, or start an interpreter and run one program in it.
import { parentPort } from "node:worker_threads";
import { Output, OutputLimit } from "./output.mjs";
import { decode, encode, same, settle, WireError } from "./wire.mjs";

/**
 * Answers the server's messages: `prepare` gives what `start` needs, once per process; `start` gives an interpreter,
 * whose `load` and `call` are asked with wire values and give the harness's answers; `endOf` says how an error that
 * ended the interpreter is called, or null when it is the sandbox's own.
 */
export function serve({ prepare, start, endOf, lists = false }) {
  let interpreter;
  parentPort.on("message", async (message) => {
    try {
      switch (message.kind) {
        case "prepare":
          post({ kind: "prepared", materials: await prepare(message) });
          break;
        case "start":
          interpreter = await start(message.materials);
          post({ kind: "ready" });
          break;
        case "run":
          await run(interpreter, message, { endOf, lists });
          break;
      }
    } catch (error) {
      post({ kind: "broken", message: String(error?.stack ?? error) });
    }
  });
}

async function run(interpreter, { request, calls, shared, limit }, { endOf, lists }) {
  const output = new Output(shared, limit);
  const asked = calls.map((call) => wireOf(call, lists));
  try {
    const loaded = await interpreter.load(request, output);
    if (loaded.memory) return post({ kind: "memory", error: loaded.memory });
    if (loaded.threw) return post({ kind: "threw", error: loaded.threw });
    if (!loaded.loaded) throw new WireError("neither loaded nor thrown");
    for (const { wire, args, named } of asked) {
      const begun = output.printed;
      const { memory, result } = resultOf(await interpreter.call(wire), args, named);
      if (memory) return post({ kind: "memory", error: memory });
      post({ kind: "call", result, printed: [begun, output.printed] });
    }
    return post({ kind: "finished" });
  } catch (error) {
    if (error instanceof OutputLimit) return post({ kind: "output" });
    const by = error instanceof WireError ? "interference" : endOf(error);
    if (by === null) throw error;
    if (by === "memory") return post({ kind: "memory", error: null });
    return post({ kind: "ended", by });
  }
}

/** A call as it goes to the harness, with the arguments it is compared by afterwards. */
function wireOf(call, lists) {
  if ("read" in call) return { wire: { read: call.read }, args: [], named: {} };
  const args = (call.args ?? []).map(settle);
  const named = Object.fromEntries(Object.entries(call.named ?? {}).map(([name, value]) => [name, settle(value)]));
  const wire = {
    call: call.call,
    args: args.map((value) => encode(value, { lists })),
    named: Object.fromEntries(Object.entries(named).map(([name, value]) => [name, encode(value, { lists })])),
    keep: call.keep ?? null,
  };
  return { wire, args, named };
}

/** The result of a call, the arguments before it compared with what the harness says of them after it. */
function resultOf(answer, args, named) {
  if (answer.memory) return { memory: answer.memory };
  if (answer.threw) return { result: { kind: "threw", error: answer.threw } };
  if (answer.missing !== undefined) return { result: { kind: "missing", name: String(answer.missing) } };
  if (answer.unreadable !== undefined) {
    return { result: { kind: "unreadable", reason: answer.unreadable === "deep" ? "deep" : "large" } };
  }
  if (!("value" in answer) || !Array.isArray(answer.args) || typeof answer.named !== "object") {
    throw new WireError("no value");
  }
  const changed = [];
  const compare = (argument, before, wire) => {
    if (before?.kind === "reference") return;
    const value = decode(wire);
    if (!same(before, value)) changed.push({ argument, value });
  };
  args.forEach((before, i) => compare(i, before, answer.args[i] ?? null));
  for (const [name, before] of Object.entries(named)) compare(name, before, answer.named?.[name] ?? null);
  return { result: { kind: "returned", value: decode(answer.value), changed } };
}

/**
 * The harness's answer, parsed.
 * @throws WireError when it is not JSON of an object
 */
export function answerOf(text) {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw new WireError("not JSON", { cause });
  }
  if (answer === null || typeof answer !== "object" || Array.isArray(answer)) throw new WireError("not an answer");
  for (const end of ["threw", "memory"]) if (end in answer) answer[end] = errorOf(answer[end]);
  return answer;
}

/** A thrown error as the harness describes it, each part of the kind it should be. */
function errorOf(error) {
  if (error === null || typeof error !== "object" || !Array.isArray(error.frames)) throw new WireError("not an error");
  const count = (n) => (Number.isInteger(n) && n > 0 ? n : null);
  const text = (part) => (typeof part === "string" ? part : "");
  return {
    type: text(error.type),
    message: text(error.message),
    frames: error.frames.slice(0, 20).map((frame) => ({
      line: count(frame?.line) ?? 1,
      in: typeof frame?.in === "string" ? frame.in : null,
    })),
    omitted: count(error.omitted) ?? 0,
    line: count(error.line),
    column: count(error.column),
  };
}

function post(message) {
  parentPort.postMessage(message);
}
