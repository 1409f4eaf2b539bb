import { CLOSED, CONTROL_WORDS, MOST, PIECE, STATUS, WORD } from "./layout.ts";

/** How long a thread looks out for the next job before it sleeps, in milliseconds. */
const LOOK_OUT = 0.2;

const PROGRAM = `"use strict";
const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
if (node) serve(node.workerData);
else onmessage = ({ data }) => serve(data);

function serve({ memory, control, thread, room }) {
  const { buffer } = memory;
  const words = new Int32Array(buffer, control, ${CONTROL_WORDS});
  const modules = new Map();

  function kernelOfJob() {
    const number = words[${WORD.module}];
    let kernels = modules.get(number);
    if (!kernels) {
      const module = new WebAssembly.Module(new Uint8Array(buffer, words[${WORD.moduleAt}], words[${WORD.moduleBytes}]).slice());
      const { exports } = new WebAssembly.Instance(module, { engine: { memory, room } });
      kernels = WebAssembly.Module.exports(module).map(({ name }) => exports[name]);
      modules.set(number, kernels);
    }
    return kernels[words[${WORD.kernel}]];
  }

  function takePieces(job) {
    const only = words[${WORD.only}];
    if (only !== 0 && only !== thread) return;
    const pieces = words[${WORD.pieces}];
    const own = Math.floor((pieces * thread) / words[${WORD.threads}]);
    const free = (job << 8) | ${PIECE.free};
    for (let i = 0; i < pieces; i++) {
      const piece = (own + i) % pieces;
      const state = ${WORD.states} + piece;
      if (Atomics.compareExchange(words, state, free, free | (thread + 1)) !== free) continue;
      let end = ${PIECE.unable};
      try {
        const kernel = kernelOfJob();
        const first = ${WORD.arguments} + piece * ${MOST.values};
        end = ${PIECE.failed};
        kernel(...words.subarray(first, first + words[${WORD.values}]));
        end = ${PIECE.done};
      } catch {
        // The caller sees how far it came.
      }
      Atomics.compareExchange(words, state, free | (thread + 1), free | end);
      Atomics.add(words, ${WORD.progress}, 1);
      if (Atomics.load(words, ${WORD.awaited}) !== 0) Atomics.notify(words, ${WORD.progress});
    }
  }

  function waitForJobAfter(job) {
    const until = performance.now() + ${LOOK_OUT};
    do {
      for (let i = 0; i < 100; i++) {
        const next = Atomics.load(words, ${WORD.job});
        if (next !== job) return next;
      }
    } while (performance.now() < until);
    Atomics.store(words, ${WORD.statuses} + thread, ${STATUS.asleep});
    Atomics.wait(words, ${WORD.job}, job);
    Atomics.store(words, ${WORD.statuses} + thread, ${STATUS.awake});
    return Atomics.load(words, ${WORD.job});
  }

  let job = Atomics.load(words, ${WORD.job});
  Atomics.store(words, ${WORD.statuses} + thread, ${STATUS.awake});
  while (job !== ${CLOSED}) {
    takePieces(job);
    job = waitForJobAfter(job);
  }
}
`;

/**
 * The program of a thread, as text: a worker is started from text (or from a file with this text), and a function's own text
 * would hold what bundlers and compilers make of it. It waits for a job, takes pieces that nobody has, its own share first
 * and then those of others, and says which are done. Modules reach it as bytes in the shared memory, so that a
 * sleeping thread needs no message.
 */
export const THREAD_SCRIPT: string = PROGRAM;
