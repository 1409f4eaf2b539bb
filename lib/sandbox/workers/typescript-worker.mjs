import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { EvalFlags, JSException, QuickJS } from "quickjs-wasi";
import { transform } from "sucrase";
import { capMemory } from "./memory-cap.mjs";
import { OutputLimit } from "./output.mjs";
import { answerOf, serve } from "./serve.mjs";
import { WireError } from "./wire.mjs";

const harness = readFileSync(new URL("./typescript-harness.js", import.meta.url), "utf8");
const HARNESS = "<harness>";
/** Bytes that the interpreter itself needs beside what the program may use. */
const OWN_MEMORY = 16 * 2 ** 20;
/** Bytes of stack; some 2,000 calls deep. */
const STACK = 512 * 2 ** 10;

serve({
  lists: true,
  async prepare({ memory }) {
    const file = createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm");
    return { module: await WebAssembly.compile(capMemory(readFileSync(file), memory + OWN_MEMORY)), memory };
  },
  async start(materials) {
    // The first program would otherwise pay for compiling what strips its types.
    withoutTypes("export const ready: boolean = true;");
    return startInterpreter(materials);
  },
  endOf(error) {
    // An error that the harness could not even describe.
    if (error instanceof JSException) return "interference";
    return error instanceof WebAssembly.RuntimeError || error instanceof RangeError ? "crash" : null;
  },
});

/** A fresh interpreter with the harness in it. */
async function startInterpreter({ module, memory }) {
  const sources = new Map();
  const paths = new Map([["harness", HARNESS]]);
  let file;
  let output;
  let flooded = false;
  const vm = await QuickJS.create({
    wasm: module,
    memoryLimit: memory,
    maxStackSize: STACK,
    timezoneOffset: 0,
    interruptHandler: () => flooded,
    moduleLoader: {
      normalize: (_from, name) => paths.get(name.replace(/^\.\//, "").replace(/\.[jt]s$/, "")) ?? name,
      load(name) {
        const text = sources.get(name);
        if (text === undefined) throw new Error(`no module named ${name}`);
        return text;
      },
    },
  });
  const write = vm.newFunction("write", (stream, text) => {
    try {
      output.write(stream.toNumber(), Buffer.from(text.toString()));
    } catch (error) {
      if (!(error instanceof OutputLimit)) throw error;
      flooded = true;
    }
    return vm.undefined;
  });
  const hands = vm.callFunction(vm.evalCode(harness, HARNESS), vm.undefined, write);
  const [adopt, describe, call] = ["adopt", "describe", "call"].map((name) => hands.getProp(name));

  return {
    async load(request, to) {
      output = to;
      file = request.file;
      paths.set("solution", file);
      try {
        sources.set(file, withoutTypes(request.source));
      } catch (error) {
        return { threw: syntaxError(error) };
      }
      if (request.harness !== null) sources.set(HARNESS, withoutTypes(request.harness));
      return guarded(() => evaluate(request.seed));
    },
    call: (request) => guarded(() => ask(request)),
  };

  async function evaluate(seed) {
    const entry = [...paths].flatMap(([name, path]) =>
      sources.has(path) ? `export * as ${name} from "${name}";` : [],
    );
    vm.callFunction(adopt, vm.undefined, vm.undefined, vm.newNumber(seed));
    const evaluation = vm.evalCode(entry.join("\n"), "<entry>", EvalFlags.TYPE_MODULE);
    vm.executePendingJobs();
    const settled = await vm.resolvePromise(evaluation);
    if ("error" in settled) return thrown(settled.error);
    vm.callFunction(adopt, vm.undefined, settled.value);
    return { loaded: true };
  }

  function ask(request) {
    const answer = answerOf(vm.callFunction(call, vm.undefined, vm.newString(JSON.stringify(request))).toString());
    return "error" in answer ? endOfError(answer.error, file) : answer;
  }

  function thrown(handle) {
    return endOfError(answerOf(vm.callFunction(describe, vm.undefined, handle).toString()), file);
  }

  /** Turns what the interpreter throws by itself into an answer. */
  async function guarded(work) {
    try {
      const answer = await work();
      if (!flooded) return answer;
    } catch (error) {
      if (!flooded) return answerOfThrown(error);
    }
    throw new OutputLimit();
  }

  function answerOfThrown(error) {
    if (!(error instanceof JSException)) throw error;
    if (error.message !== "out of memory") return thrown(error.handle);
    return { memory: { ...nothing, type: "InternalError", message: "out of memory" } };
  }
}

const nothing = { type: "", message: "", frames: [], omitted: 0, line: null, column: null };

/** JavaScript with the same lines, only the types gone. */
function withoutTypes(source) {
  return transform(source, { transforms: ["typescript"], disableESTransforms: true, keepUnusedImports: true }).code;
}

/** sucrase writes the place into its message: "Unexpected token (3:5)". */
function syntaxError(error) {
  if (error instanceof RangeError) return { ...nothing, type: "SyntaxError", message: "nested too deep" };
  const { message, loc } = error;
  const said = /^(?:Error parsing [^:]*: |Error transforming [^:]*: )?(.*?)(?: \((\d+):(\d+)\))?$/s.exec(
    String(message),
  );
  const line = loc?.line ?? (said?.[2] ? Number(said[2]) : null);
  const column = loc?.column ?? (said?.[3] ? Number(said[3]) : null);
  return { ...nothing, type: "SyntaxError", message: said?.[1] ?? "", line, column };
}

/** An error as the harness describes it, its stack read for the lines of the learner's file. */
function endOfError({ type, message, stack, full }, file) {
  if (typeof stack !== "string") throw new WireError("no stack");
  const frames = [];
  let column = null;
  for (const line of stack.split("\n", 2000)) {
    const place = /^\s*at (?:(.+?) \()?(.+?):(\d+)(?::(\d+))?\)?$/.exec(line);
    if (place?.[2] !== file) continue;
    if (frames.length === 0) column = Number(place[4] ?? 0);
    const name = place[1] && !place[1].startsWith("<") ? place[1] : null;
    frames.unshift({ line: Number(place[3]), in: name });
  }
  const omitted = Math.max(0, frames.length - 20);
  const shown = omitted ? [...frames.slice(0, 10), ...frames.slice(-10)] : frames;
  const error = {
    type: String(type).slice(0, 200),
    message: String(message).slice(0, 2000),
    frames: shown,
    omitted,
    line: frames.at(-1)?.line ?? null,
    column: type === "SyntaxError" ? column : null,
  };
  return full ? { memory: error } : { threw: error };
}
