import python from "@nimbus-sh/runtime-cpython";
import { describe, expect, test } from "vitest";

// An interpreter is started from another one's memory alone, so memory must be all that can change in it.
const bytes: Uint8Array<ArrayBuffer> = python.readBlob(file("share/cpython/python-sci.wasm"));
const module = new WebAssembly.Module(bytes);
const [I32, I32_CONST, END] = [0x7f, 0x41, 0x0b];
const [TABLE_SECTION, GLOBAL_SECTION] = [4, 6];

function file(path: string) {
  const found = python.manifest.files.find((one: { path: string }) => one.path === path);
  if (!found) throw new Error(`the package has no ${path}`);
  return found;
}

/** A number of the binary format from `at`, and where it ends. */
function readNumber(at: number): [number, number] {
  let number = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    number |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [number, at];
  }
}

/** Where a section of the module begins. */
function sectionAt(id: number): number {
  for (let at = 8; at < bytes.length; ) {
    const [size, body] = readNumber(at + 1);
    if (bytes[at] === id) return body;
    at = body + size;
  }
  throw new Error(`the module has no section ${id}`);
}

/** Of each global, whether it can change. */
function globals(): boolean[] {
  let [count, at] = readNumber(sectionAt(GLOBAL_SECTION));
  const found: boolean[] = [];
  for (; count > 0; count--) {
    expect([bytes[at], bytes[at + 2]]).toEqual([I32, I32_CONST]);
    found.push(bytes[at + 1] === 1);
    [, at] = readNumber(at + 3);
    expect(bytes[at++]).toBe(END);
  }
  return found;
}

describe("the module of Python", () => {
  test("has one global that changes, the top of the stack", () => {
    expect(globals().filter(Boolean)).toHaveLength(1);
  });

  test("takes no memory, table or global from outside", () => {
    expect(WebAssembly.Module.imports(module).filter(({ kind }) => kind !== "function")).toEqual([]);
  });

  test("has one table of functions, which can't grow", () => {
    const [count, at] = readNumber(sectionAt(TABLE_SECTION));
    const [least, next] = readNumber(at + 2);
    expect([count, bytes[at + 1], readNumber(next)[0]]).toEqual([1, 1, least]);
  });
});
