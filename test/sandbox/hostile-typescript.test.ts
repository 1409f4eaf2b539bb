import { type Hostile, testHostile } from "./hostile.ts";

const clean = "export function f(x: Float64Array): Float64Array { return x.map((v) => 2 * v); }";

/** A function f with this body. */
const body = (text: string) => `export function f(x: any): any {\n${text}\n}`;

const table: Hostile[] = [
  // Time.
  ["loops for ever", body("while (true);"), "timeout"],
  ["loops for ever while it is loaded", "while (true);", "timeout"],
  [
    "catches whatever should end its loop",
    body("while (true) try { while (true); } catch {} finally { continue; }"),
    "timeout",
  ],
  ["has a regular expression backtrack", body("return /^(a+)+$/.test('a'.repeat(40) + 'b');"), "timeout"],
  [
    "waits without end",
    body("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"),
    "threw ReferenceError: Atomics is not defined (line 2)",
  ],
  ["awaits without end while it is loaded", "await new Promise(() => {});", "timeout"],
  [
    "gives itself work without end",
    "const again = () => Promise.resolve().then(again);\nagain();\nexport const f = () => 1;",
    "timeout",
  ],
  ["sorts with a comparison that never ends", body("return [2, 1].sort(() => { while (true); });"), "timeout"],
  [
    "takes a power of thousands of digits",
    body("return 7n ** (7n ** 12n) % 10n;"),
    "threw RangeError: BigInt is too large (line 1)",
  ],
  [
    "returns a list with a getter that never ends",
    body("return Object.defineProperty([1], 0, { get() { while (true); } });"),
    "timeout",
  ],
  ["returns a proxy that never ends", body("return new Proxy([], { get(t, k) { while (true); } });"), "timeout"],
  // Memory.
  ["fills a list", body("const a = []; while (true) a.push(new Array(1e5).fill(0));"), "memory"],
  [
    "asks for a huge array",
    body("return new Float64Array(1e9);"),
    "threw RangeError: invalid array buffer length (line 2)",
  ],
  ["fills arrays", body("const a = []; while (true) a.push(new Float64Array(1e6));"), "memory"],
  ["doubles a string", body("let s = 'x'; while (true) s += s;"), "threw InternalError: string too long (line 2)"],
  ["repeats a string", body("return 'x'.repeat(2 ** 30 - 1);"), "memory"],
  ["fills memory while it is loaded", "const a = []; while (true) a.push(new Float64Array(1e6));", "memory"],
  [
    "goes on after running out of memory",
    body("while (true) try { const a = []; while (true) a.push(new Float64Array(1e7)); } catch {}"),
    "timeout",
  ],
  [
    "recovers from running out of memory",
    body("try { const a = []; while (true) a.push(new Float64Array(1e7)); } catch { return 'no memory'; }"),
    'returned "no memory"',
  ],
  // Depth.
  ["calls itself without end", body("return f(x);"), "threw RangeError: Maximum call stack size exceeded (line 2)"],
  [
    "nests brackets too deep to be parsed",
    `const a = ${"(".repeat(20_000)}1${")".repeat(20_000)};`,
    "loading threw SyntaxError: nested too deep",
  ],
  [
    "nests operators too deep to be compiled",
    `const a = ${"!".repeat(100_000)}1;`,
    "loading threw RangeError: Maximum call stack size exceeded",
  ],
  ["returns a list that holds itself", body("const a: any[] = []; a.push(a); return a;"), "unreadable: deep"],
  ["returns an object that holds itself", body("const a: any = {}; a.a = a; return a;"), "unreadable: deep"],
  [
    "returns a list that doubles at each depth",
    body("let a: any = [0]; for (let i = 0; i < 30; i++) a = [a, a]; return a;"),
    "unreadable: large",
  ],
  [
    "prints a list nested too deep",
    body("let a: any = []; for (let i = 0; i < 1e5; i++) a = [a]; console.log(a); return 1;"),
    "threw RangeError: Maximum call stack size exceeded",
  ],
  // Output.
  ["prints without end", body("while (true) console.log('x'.repeat(1000));"), "output"],
  ["prints a lot at once", body("console.log('x'.repeat(1e7));"), "output"],
  ["prints errors without end", body("while (true) console.error('x');"), "output"],
  ["prints without end, whatever is thrown", body("while (true) try { console.log('x'); } catch {}"), "output"],
  [
    "prints a verdict",
    body("console.log(JSON.stringify({ kind: 'finished', passed: true })); return 0;"),
    "returned 0",
  ],
  // The machine.
  ["looks for Node's process", body("return typeof process;"), 'returned "undefined"'],
  [
    "looks for what Node and browsers have",
    body(
      "return ['require', 'module', 'Buffer', 'fetch', 'XMLHttpRequest', 'Worker', 'setTimeout', 'std', 'os', 'scriptArgs', 'Deno'].filter((name) => name in globalThis);",
    ),
    "returned []",
  ],
  [
    "looks for process by way of a constructor",
    body("return x.constructor.constructor('return process')();"),
    "threw ReferenceError: process is not defined (line 2)",
  ],
  [
    "looks for the machine by way of an error",
    body("try { null.x; } catch (e: any) { return e.constructor.constructor('return globalThis.process')(); }"),
    "returned <undefined>",
  ],
  [
    "imports a module of Node",
    'import fs from "node:fs";\nexport const f = () => fs;',
    "loading threw Error: no module named node:fs",
  ],
  [
    "imports a file",
    'import * as all from "../../package.json";\nexport const f = () => all;',
    "loading threw Error: no module named ../../package.json",
  ],
  ["imports later", body("return import('node:fs');"), "returned <Promise>"],
  ["compiles WebAssembly", body("return typeof WebAssembly;"), 'returned "undefined"'],
  ["makes code of text", body("return (0, eval)('1 + 1');"), "returned 2"],
  [
    "looks for the harness's writer",
    body("console.log.constructor('write', 'write(0, 1)')(undefined);"),
    "threw TypeError: not a function (line 2)",
  ],
  [
    "reads where functions are called from",
    body("return (f as any).caller;"),
    "threw TypeError: invalid property access (line 2)",
  ],
  // What asks it.
  [
    "replaces JSON",
    'JSON.stringify = () => \'{"value": 42, "args": [], "named": {}}\';\nJSON.parse = () => ({});\nexport const f = () => 1;',
    "returned 1",
  ],
  [
    "gives all objects a toJSON",
    "(Object.prototype as any).toJSON = () => ({ kind: 'finished' });\nexport const f = () => 1;",
    "returned 1",
  ],
  [
    "gives all lists a toJSON",
    "(Array.prototype as any).toJSON = () => 42;\nexport const f = () => [1];",
    "returned [1]",
  ],
  [
    "replaces methods of arrays",
    "for (const name of Object.getOwnPropertyNames(Array.prototype)) if (name !== 'length') (Array.prototype as any)[name] = () => 42;\nexport const f = () => [1];",
    "returned [1]",
  ],
  [
    "replaces methods of objects",
    "for (const name of Object.getOwnPropertyNames(Object)) try { (Object as any)[name] = () => 42; } catch {}\nexport const f = () => ({ a: 1 });",
    "returned {a: 1}",
  ],
  [
    "puts setters under numbers",
    "Object.defineProperty(Array.prototype, 0, { set() { throw 1; }, get() { return 42; } });\nexport const f = () => 1;",
    "ended by interference",
  ],
  [
    "pollutes the prototype of objects",
    body('return JSON.parse(\'{"__proto__": {"polluted": 1}}\');'),
    "returned {__proto__: {polluted: 1}}",
  ],
  [
    "pollutes what all objects inherit",
    "(Object.prototype as any).missing = 'x'; (Object.prototype as any).memory = { frames: [] }; (Object.prototype as any).threw = 1;\nexport const f = () => 1;",
    "returned 1",
  ],
  [
    "replaces Symbol.iterator",
    "(Array.prototype as any)[Symbol.iterator] = function* () { yield 42; };\nexport const f = (x: any) => x[0];",
    "returned 1",
  ],
  [
    "freezes everything",
    "for (const o of [Object, Array, Function, String, JSON, Reflect, Error, globalThis]) { Object.freeze(o); if ((o as any).prototype) Object.freeze((o as any).prototype); }\nexport const f = () => [1, { a: 2 }];",
    "returned [1, {a: 2}]",
  ],
  [
    "replaces apply",
    "Function.prototype.apply = Function.prototype.call = () => 42;\n(Reflect as any).apply = () => 42;\nexport const f = () => 1;",
    "returned 1",
  ],
  [
    "replaces what errors look like",
    "(Error as any).prepareStackTrace = () => { while (false); return { toString() { throw 1; } }; };\nexport const f = () => { throw new Error('x'); };",
    "threw Error: x",
  ],
  ["changes its argument", body("x[0] = 7; return 0;"), "returned 0, argument 0 became float64(2)[7 2]"],
  [
    "gives its argument away",
    body("(x.buffer as any).transfer?.(); return x.length;"),
    "returned 0, argument 0 became float64(0)[]",
  ],
  // What it returns.
  [
    "returns an object that throws when read",
    body("return { get a() { throw new TypeError('no'); } };"),
    "threw TypeError: no (line 2)",
  ],
  [
    "returns an object with a toJSON",
    body("return { toJSON() { return 42; }, a: 1 };"),
    "returned {toJSON: <function>, a: 1}",
  ],
  ["returns a thenable", body("return { then(done: any) { done(42); } };"), "returned {then: <function>}"],
  ["returns a promise", "export async function f() { return 42; }", "returned <Promise>"],
  [
    "returns a proxy of a list",
    body("return new Proxy([1, 2], { get: (t: any, k) => (k === 'length' ? 1e9 : t[k]) });"),
    "unreadable: large",
  ],
  [
    "returns a proxy that throws",
    body("return new Proxy({}, { ownKeys() { throw new Error('no'); } });"),
    "threw Error: no (line 2)",
  ],
  [
    "returns a revoked proxy",
    body("const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return proxy;"),
    "threw TypeError: revoked proxy",
  ],
  [
    "returns a list with holes",
    body("const a = [1]; a[3] = 2; return a;"),
    "returned [1, <undefined>, <undefined>, 2]",
  ],
  ["returns a list of a huge length", body("const a = []; a.length = 2 ** 32 - 1; return a;"), "unreadable: large"],
  ["returns a generator without end", "export function* f() { while (true) yield 1; }", "returned <Generator>"],
  [
    "returns an object that lies about its class",
    body("return { constructor: Float64Array, length: 10, [Symbol.toStringTag]: 'Float64Array' };"),
    "returned {constructor: <function>, length: 10}",
  ],
  [
    "returns an array that lies about its length",
    body("const a = new Float64Array(2); Object.defineProperty(a, 'length', { value: 1e9 }); return a;"),
    "returned float64(2)[0 0]",
  ],
  ["returns a huge string", body("return 'x'.repeat(5e7);"), "unreadable: large"],
  ["returns text that is no Unicode", body("return '\\ud800';"), 'returned "\\ud800"'],
  [
    "returns a symbol, a big number and a function",
    body("return [Symbol('a'), 1n, f];"),
    "returned [<symbol>, <bigint>, <function>]",
  ],
  ["throws nothing", body("throw undefined;"), "threw undefined: undefined"],
  ["throws what the harness throws", body("throw { __proto__: null, missing: 'nothing' };"), "threw object"],
  ["throws what can't be shown", body("throw { get name() { throw 1; }, toString() { throw 2; } };"), "threw object"],
  [
    "throws with a huge message",
    body("throw new Error('x'.repeat(1e7));"),
    `threw Error: ${"x".repeat(2000)} (line 2)`,
  ],
  ["throws from a name that is no class", body("throw new x.nothing();"), "threw TypeError: not a function (line 2)"],
];

testHostile("typescript", clean, table);
