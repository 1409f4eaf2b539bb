import { readFileSync } from "node:fs";
import { ChannelFlood, Exit, preparePython, startPython } from "./python-runtime.mjs";
import { answerOf, serve } from "./serve.mjs";

const CHANNEL = 4;
const harness = readFileSync(new URL("./python-harness.py", import.meta.url), "utf8");
const warmUp = `
import sys
sys.path.append("/usr/local/lib/sci-packages.zip")
${harness}
_step = _start(${CHANNEL})
del _start
`;

serve({
  prepare: (message) => preparePython(message, warmUp),
  async start(materials) {
    const interpreter = await startPython(materials);
    if (interpreter.run(warmUp) !== 0) throw new Error(`Python did not start: ${interpreter.errors()}`);
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
      interpreter.flush();
      return answerOf(status === 0 ? answer : "");
    }
  },
  endOf(error) {
    if (error instanceof Exit) return "exit";
    if (error instanceof ChannelFlood) return "interference";
    return error instanceof WebAssembly.RuntimeError || error instanceof RangeError ? "crash" : null;
  },
});
