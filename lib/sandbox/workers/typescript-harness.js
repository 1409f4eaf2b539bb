// Runs inside each interpreter before any code of the learner's, like python-harness.py. What it uses it takes now,
// before the program can replace it; a program that meddles all the same gains a wrong output, or is refused.
(write) => {
  const { stringify, parse } = JSON;
  const { isArray } = Array;
  const { apply, construct, getPrototypeOf } = Reflect;
  const { keys, is, getOwnPropertyDescriptor, setPrototypeOf } = Object;
  const { toStringTag } = Symbol;
  const { isFinite } = Number;
  const { imul } = Math;
  const text = String;
  const OutOfMemory = InternalError;
  const plain = Object.prototype;
  const split = String.prototype.split;
  const slice = String.prototype.slice;
  const toText = Function.prototype.toString;
  const typedArray = getPrototypeOf(Float64Array.prototype);
  const typeOfArray = getOwnPropertyDescriptor(typedArray, toStringTag).get;
  const lengthOf = getOwnPropertyDescriptor(typedArray, "length").get;

  const DEEPEST = 32;
  const MOST_VALUES = 200_000;
  const MOST_NUMBERS = 500_000;
  const types = {
    __proto__: null,
    int8: Int8Array,
    int16: Int16Array,
    int32: Int32Array,
    uint8: Uint8Array,
    uint16: Uint16Array,
    uint32: Uint32Array,
    float32: Float32Array,
    float64: Float64Array,
  };
  const dtypes = {
    __proto__: null,
    Int8Array: "int8",
    Int16Array: "int16",
    Int32Array: "int32",
    Uint8Array: "uint8",
    Uint8ClampedArray: "uint8",
    Uint16Array: "uint16",
    Uint32Array: "uint32",
    Float32Array: "float32",
    Float64Array: "float64",
  };
  const kept = { __proto__: null };
  let modules = { __proto__: null };

  // What only the harness throws, and lists that no setter or toJSON of the program's reaches.
  const own = { __proto__: null };
  const unreadable = (reason) => ({ __proto__: own, unreadable: reason });
  const missing = (name) => ({ __proto__: own, missing: name });
  const list = (...items) => setPrototypeOf(items, null);
  const spelt = (x) => (is(x, -0) ? "-0" : text(x));
  const writable = (x) => isFinite(x) && !is(x, -0);

  function encode(value, depth, budget) {
    budget.values -= typeof value === "string" ? 1 + value.length / 16 : 1;
    if (budget.values < 0) throw unreadable("large");
    switch (typeof value) {
      case "boolean":
      case "string":
        return value;
      case "number":
        return writable(value) ? value : { __proto__: null, f: spelt(value) };
      case "object":
        break;
      default:
        return { __proto__: null, o: typeof value };
    }
    if (value === null) return null;
    const dtype = dtypes[apply(typeOfArray, value, [])];
    if (dtype) return encodeArray(value, dtype, budget);
    if (depth > DEEPEST) throw unreadable("deep");
    if (isArray(value)) {
      const { length } = value;
      if (length > budget.values) throw unreadable("large");
      const items = list();
      for (let i = 0; i < length; i++) items[i] = encode(value[i], depth + 1, budget);
      return items;
    }
    const prototype = getPrototypeOf(value);
    if (prototype !== plain && prototype !== null) return { __proto__: null, o: typeName(value) };
    const entries = list();
    const names = keys(value);
    for (let i = 0; i < names.length; i++) entries[i] = list(names[i], encode(value[names[i]], depth + 1, budget));
    return { __proto__: null, d: entries };
  }

  function encodeArray(array, dtype, budget) {
    const length = apply(lengthOf, array, []);
    budget.numbers -= length;
    if (budget.numbers < 0) throw unreadable("large");
    const numbers = list();
    for (let i = 0; i < length; i++) numbers[i] = writable(array[i]) ? array[i] : spelt(array[i]);
    return { __proto__: null, a: list(dtype, list(length), numbers) };
  }

  function typeName(value) {
    const tag = value[toStringTag];
    const maker = value.constructor;
    const name = typeof tag === "string" || typeof maker !== "function" ? tag : maker.name;
    return typeof name === "string" ? apply(slice, name, [0, 200]) : "object";
  }

  function decode(wire) {
    if (wire === null || typeof wire !== "object") return wire;
    if (isArray(wire)) {
      const items = [];
      for (let i = 0; i < wire.length; i++) items[i] = decode(wire[i]);
      return items;
    }
    if (wire.t) return decode(wire.t);
    if (wire.f) return +wire.f;
    if (wire.r) return find(wire.r).value;
    if (wire.a) {
      const numbers = new types[wire.a[0]](wire.a[2].length);
      for (let i = 0; i < numbers.length; i++) numbers[i] = +wire.a[2][i];
      return numbers;
    }
    const table = {};
    for (let i = 0; i < wire.d.length; i++) table[wire.d[i][0]] = decode(wire.d[i][1]);
    return table;
  }

  /** What a path names, with the object it was found on. */
  function find(path) {
    const names = apply(split, path, ["."]);
    let value = names[0] in kept ? kept : modules;
    if (value === modules && !(names[0] === "harness" && modules.harness)) value = modules.solution;
    let on;
    for (let i = 0; i < names.length; i++) {
      if (value === null || value === undefined || !(names[i] in Object(value))) {
        throw missing(path);
      }
      on = value;
      value = value[names[i]];
    }
    return { __proto__: null, value, on: on === kept || on === modules.solution ? undefined : on };
  }

  const isClass = (value) => apply(slice, apply(toText, value, []), [0, 5]) === "class";

  function describe(error) {
    const about = { __proto__: null, type: typeof error, message: "", stack: "" };
    try {
      if ((typeof error === "object" && error !== null) || typeof error === "function") {
        about.type = typeof error.name === "string" ? error.name : typeName(error);
        about.message = typeof error.message === "string" ? error.message : "";
        about.stack = typeof error.stack === "string" ? error.stack : "";
      } else about.message = text(error);
    } catch {
      about.message = "";
    }
    about.full = error instanceof OutOfMemory && about.message === "out of memory";
    return about;
  }

  function call(request) {
    let value;
    let args = [];
    if (request.read) value = find(request.read).value;
    else {
      const found = find(request.call);
      for (let i = 0; i < request.args.length; i++) args[i] = decode(request.args[i]);
      if (typeof found.value !== "function") throw missing(request.call);
      value = isClass(found.value) ? construct(found.value, args) : apply(found.value, found.on, args);
      if (request.keep) {
        kept[request.keep] = value;
        value = null;
      }
    }
    const budget = { __proto__: null, values: MOST_VALUES, numbers: MOST_NUMBERS };
    const answer = { __proto__: null, value: encode(value, 0, budget), args: list(), named: { __proto__: null } };
    for (let i = 0; i < args.length; i++) answer.args[i] = encode(args[i], 0, budget);
    return answer;
  }

  function print(stream) {
    return (...parts) => {
      let line = "";
      for (let i = 0; i < parts.length; i++) line += (i > 0 ? " " : "") + shown(parts[i]);
      write(stream, `${line}\n`);
    };
  }

  function shown(value) {
    if (typeof value === "string") return value;
    if (typeof value !== "object" || value === null) return is(value, -0) ? "-0" : text(value);
    const type = apply(typeOfArray, value, []);
    if (type) return `${type} [${value}]`;
    try {
      return value instanceof Error ? text(value) : stringify(value);
    } catch {
      return text(value);
    }
  }

  globalThis.console = { log: print(0), info: print(0), debug: print(0), warn: print(1), error: print(1) };

  return {
    /** Takes the loaded modules, or, before they are, the seed of Math.random (mulberry32). */
    adopt(loaded, seed) {
      if (loaded) modules = loaded;
      else {
        let state = seed >>> 0;
        Math.random = () => {
          state = (state + 0x6d2b79f5) >>> 0;
          let mixed = imul(state ^ (state >>> 15), state | 1);
          mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
          return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
        };
      }
    },
    describe: (error) => stringify(describe(error)),
    call(request) {
      try {
        return stringify(call(parse(request)));
      } catch (error) {
        const mine = typeof error === "object" && error !== null && getPrototypeOf(error) === own;
        return stringify(mine ? setPrototypeOf(error, null) : { __proto__: null, error: describe(error) });
      }
    },
  };
};
