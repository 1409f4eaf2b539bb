import { expect, test } from "vitest";
import { BackendError } from "#engine/index.ts";
import { elementwiseCutter } from "#engine/backend/wasm/threads/cuts.ts";
import type { ThreadStart } from "#engine/backend/wasm/threads/host.ts";
import { CONTROL_ROOM, STATUS, WORD } from "#engine/backend/wasm/threads/layout.ts";
import { WasmMemory } from "#engine/backend/wasm/memory.ts";
import { type Piece, Pool, type SharedModule } from "#engine/backend/wasm/threads/pool.ts";
import { findWebAssembly, type WebAssemblyInterface } from "#engine/backend/wasm/web-assembly.ts";

const CONTROL = 1024;

// A pool whose one thread takes the last piece of a job, and never does it.
function poolOfTwo() {
  const memory = new WasmMemory(findWebAssembly() as WebAssemblyInterface, {
    limit: 2 ** 24,
    reserved: CONTROL + CONTROL_ROOM,
    shared: true,
  });
  const words = new Int32Array(memory.memory.buffer, CONTROL);
  const ended: number[] = [];
  const start = ({ thread }: ThreadStart) => {
    words[WORD.statuses + thread] = STATUS.awake;
    return { end: () => void ended.push(thread) };
  };
  const host = { cores: 2, maySleep: true, start };
  const pool = new Pool(memory, { host, threads: 2, patience: 20, control: CONTROL });
  pool.begin();
  pool.admit(1, true);
  const done: number[] = [];
  const run = (value: number) => {
    done.push(value);
    if (value === 0) words[WORD.states + 2] |= 2;
  };
  return { pool, done, ended, kernel: { run, module: pool.share(new Uint8Array(8)) as SharedModule, position: 0 } };
}

const three = (inPlace: boolean): Piece[] => [0, 1, 2].map((value) => ({ values: [value], inPlace }));

test("a piece whose thread does not answer is done by the caller, and the thread is ended", () => {
  const { pool, kernel, done, ended } = poolOfTwo();
  expect(pool.size).toBe(2);
  pool.run(kernel, three(false));
  expect(done).toEqual([0, 1, 2]);
  expect([pool.size, pool.note]).toEqual([1, "a thread did not answer"]);
  expect(ended).toEqual([1]);
});

test("where it wrote over what it read, that is an error, and the others are done all the same", () => {
  const { pool, kernel, done } = poolOfTwo();
  expect(() => pool.run(kernel, three(true))).toThrow(
    new BackendError("a thread was lost while it changed numbers in their place: go on from an earlier state"),
  );
  expect(done).toEqual([0, 1]);
});

test("modules are shared until their room is full", () => {
  const { pool } = poolOfTwo();
  expect(pool.share(new Uint8Array(2 ** 18 - 8))).toMatchObject({ number: 2, bytes: 2 ** 18 - 8 });
  expect(pool.share(new Uint8Array(1))).toBeNull();
});

test.each([
  ["one of its inputs", [64, 128, 64], true],
  ["no input", [64, 128, 256], false],
])("an elementwise launch that writes to %s", (_, pointers, inPlace) => {
  const cut = elementwiseCutter(1, [true, true, true], 1).cut([400, 0, 0, 0, ...pointers], new Int32Array(1));
  expect(cut?.units).toBe(7);
  expect(cut?.piece(1, 3)).toEqual({
    values: [128, 0, 0, 0, ...pointers.map((pointer) => pointer + 64)],
    inPlace,
  });
});
