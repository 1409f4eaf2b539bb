import { readFileSync } from "node:fs";
import { ChannelFlood, Exit, NoMemory, preparePython, startPython } from "./python-runtime.mjs";
import { answerOf, serve } from "./serve.mjs";

const CHANNEL = 4;
const harness = readFileSync(new URL("./python-harness.py", import.meta.url), "utf8");
// The harness has builtins of its own, so that a program which replaces some only harms itself.
const warmUp = `
import builtins, sys
sys.path.append("/usr/local/lib/sci-packages.zip")
_names = {"__name__": "harness", "__builtins__": dict(vars(builtins))}
exec(compile(${JSON.stringify(harness)}, "<harness>", "exec"), _names)
_step = _names["_start"](${CHANNEL})
del _names, builtins
`;

serve({
  prepare: (message) => preparePython(message, warmUp),
  async start(materials) {
    const interpreter = await startPython(materials);
    return {
      load({ source, file, harness, seed }, output) {
        interpreter.seed(seed);
        interpreter.writeTo((stream, bytes) => output.write(stream, bytes));
        return ask({ source, file, harness, seed });
      },
      call: (call) => ask(call),
    };

    function ask(request) {
      const { status, answer } = interpreter.ask("_step()", JSON.stringify(request));
      if (status !== 0 && interpreter.full()) throw new NoMemory();
      interpreter.flush();
      return answerOf(status === 0 ? answer : "");
    }
  },
  endOf(error) {
    if (error instanceof NoMemory) return "memory";
    if (error instanceof Exit) return "exit";
    if (error instanceof ChannelFlood) return "interference";
    return error instanceof WebAssembly.RuntimeError || error instanceof RangeError ? "crash" : null;
  },
});
