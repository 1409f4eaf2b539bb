// CPython with NumPy in WebAssembly: its module, its library, and a fresh interpreter made of both. It has no files but
// the library, which it can't write, no environment, no arguments, no sockets and no processes.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";
import { threadId } from "node:worker_threads";
import {
  ConsoleStdout,
  Directory,
  Fd,
  File,
  OpenFile,
  PreopenDirectory,
  WASI,
  WASIProcExit,
} from "@bjorn3/browser_wasi_shim";
import python from "@nimbus-sh/runtime-cpython";
import { capMemory } from "./memory-cap.mjs";
import { Dice } from "./dice.mjs";

const HOME = "/usr/local";
const [DENIED, READ_ONLY, UNSUPPORTED, BAD_FILE] = [2, 69, 58, 8];
const [CREATE, TRUNCATE] = [1, 8];
const [STDOUT, STDERR, CHANNEL] = [1, 2, 4];
/** Bytes of one answer of the harness: 4 million numbers in base64, and some more. */
const LONGEST_ANSWER = 48 * 2 ** 20;

/** The program left its interpreter. */
export { WASIProcExit as Exit };

/** The program wrote more to the channel than the harness ever does. */
export class ChannelFlood extends Error {
  name = "ChannelFlood";
}

/** The program has left no memory to ask it anything. */
export class NoMemory extends Error {
  name = "NoMemory";
}

/**
 * What every interpreter is made of, made once per process: the module, compiled with its memory capped, the library,
 * to which an interpreter of its own adds the bytecode of all that `warmUp` imports, and the memory of an interpreter
 * that has just run `warmUp`. Compiling the library takes seconds, so it is kept in the folder `cache` as well.
 */
export async function preparePython({ memory, cache }, warmUp) {
  const module = await WebAssembly.compile(capMemory(blob("share/cpython/python-sci.wasm"), memory));
  const name = createHash("sha256").update(JSON.stringify(python.manifest)).update(warmUp).digest("hex").slice(0, 16);
  const library = readLibrary(join(cache, name)) ?? (await makeLibrary(module, warmUp));
  if (!library.kept) keepLibrary(cache, name, library);
  const materials = { module, standard: sharedCopy(library.standard), science: sharedCopy(library.science) };
  const interpreter = await startPython(materials);
  if (interpreter.run(warmUp) !== 0) throw new Error(`Python did not start: ${interpreter.errors()}`);
  return { ...materials, image: interpreter.image() };
}

const blob = (path) => python.readBlob(python.manifest.files.find((file) => file.path === path));

async function makeLibrary(module, warmUp) {
  const files = { standard: new File(blob("lib/python313.zip")), science: new File(blob("lib/sci-packages.zip")) };
  const interpreter = await startPython({ module, files });
  const status = interpreter.run(`${warmUp}${COMPILE_IMPORTED}`);
  if (status !== 0) throw new Error(`the library could not be compiled: ${interpreter.errors()}`);
  return { standard: files.standard.data, science: files.science.data };
}

function readLibrary(folder) {
  try {
    const [standard, science] = ["standard.zip", "science.zip"].map((file) => readFileSync(join(folder, file)));
    return { standard, science, kept: true };
  } catch {
    return null;
  }
}

// A folder that can't be written costs a few seconds at the next start, nothing else.
function keepLibrary(cache, name, { standard, science }) {
  try {
    const unfinished = `${join(cache, name)}.${pid}-${threadId}`;
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(join(unfinished, "standard.zip"), standard);
    writeFileSync(join(unfinished, "science.zip"), science);
    renameSync(unfinished, join(cache, name));
    for (const other of readdirSync(cache)) {
      if (!other.startsWith(name)) rmSync(join(cache, other), { recursive: true, force: true });
    }
  } catch {
    // Another process may have kept it meanwhile.
  }
}

const COMPILE_IMPORTED = `
import importlib.util, marshal, sys, zipfile, zipimport
for archive in ("${HOME}/lib/python313.zip", "${HOME}/lib/sci-packages.zip"):
    with zipfile.ZipFile(archive, "a") as library:
        for name, module in list(sys.modules.items()):
            loader = getattr(module, "__loader__", None)
            if isinstance(loader, zipimport.zipimporter) and loader.archive == archive and module.__name__ == name:
                header = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
                file = module.__file__[len(archive) + 1:] + "c"
                library.writestr(file, header + marshal.dumps(loader.get_code(name)))
`;

function sharedCopy(bytes) {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy.buffer;
}

/** A pipe between worker and harness: the harness reads the request and writes its answer. */
class Channel extends Fd {
  request = new Uint8Array();
  answer = [];
  length = 0;

  // No folder: the list of folders that the C library looks for ends here.
  fd_prestat_get() {
    return { ret: BAD_FILE, prestat: null };
  }

  fd_read(size) {
    const data = this.request.subarray(0, size);
    this.request = this.request.subarray(data.length);
    return { ret: 0, data };
  }

  fd_write(data) {
    this.length += data.length;
    if (this.length > LONGEST_ANSWER) throw new ChannelFlood();
    this.answer.push(data);
    return { ret: 0, nwritten: data.length };
  }
}

/**
 * A fresh interpreter. With `image` it goes on where the one of which that was made stood, which takes a tenth of the
 * time. `files` instead of the shared library are written to when asked: for making the library.
 */
export async function startPython({ module, standard, science, files, image }) {
  const library = files ?? {
    standard: new File(new Uint8Array(standard), { readonly: true }),
    science: new File(new Uint8Array(science), { readonly: true }),
  };
  const folder = (...entries) => new Directory(new Map(entries));
  const root = new PreopenDirectory(
    "/",
    new Map([
      [
        "usr",
        folder([
          "local",
          folder([
            "lib",
            folder(
              ["python313.zip", library.standard],
              ["sci-packages.zip", library.science],
              // Python looks for this file to know its home.
              ["python3.13", folder(["os.py", new File(new Uint8Array(), { readonly: true })])],
            ),
          ]),
        ]),
      ],
    ]),
  );
  const channel = new Channel();
  const terminal = new ConsoleStdout(() => {});
  const stdin = new OpenFile(new File(new Uint8Array(), { readonly: true }));
  const wasi = new WASI([], [], [stdin, terminal, terminal, root, channel], { debug: false });
  const sinks = { write: null };
  const dice = new Dice(0);
  const instance = await WebAssembly.instantiate(module, {
    wasi_snapshot_preview1: {
      ...wasi.wasiImport,
      ...(files ? {} : noWriting(wasi.wasiImport)),
      ...noSockets,
      ...writing(wasi, () => instance.exports.memory, sinks),
      random_get(at, length) {
        const bytes = new Uint8Array(instance.exports.memory.buffer, at, length);
        for (let i = 0; i < length; i++) bytes[i] = dice.byte();
        return 0;
      },
    },
  });
  const early = [];
  sinks.write = (_, bytes) => early.push(...bytes);
  const { exports } = instance;
  if (image) {
    // Its constructors have run in the image already.
    wasi.initialize({ exports: { memory: exports.memory } });
    restore(exports.memory, image);
  } else {
    wasi.initialize(instance);
    withText(exports, HOME, exports.nimbus_py_init);
  }
  return {
    /** Runs source in the interpreter's main module and gives its exit status, 0 where nothing was thrown. */
    run: (source) => withText(exports, source, exports.nimbus_py_run),
    flush: () => exports.nimbus_py_flush(),
    /** What was written before `writeTo`, such as why it did not start. */
    errors: () => new TextDecoder().decode(Uint8Array.from(early)),
    /** From here on, output goes to `write(stream, bytes)`. */
    writeTo(write) {
      sinks.write = write;
    },
    seed: (seed) => dice.seed(seed),
    /**
     * Its memory, from which others like it can be started. Memory is all the state that it has between two calls: no
     * file may be open, and the one global that changes, the top of the stack, is back where it began.
     */
    image() {
      if (wasi.fds.some((file, fd) => file && fd > CHANNEL)) throw new Error("a file is open");
      return imageOf(exports.memory);
    },
    /** Whether not even a megabyte is left. */
    full() {
      const at = exports.malloc(2 ** 20);
      exports.free(at);
      return at === 0;
    },
    /** Runs source with `request` in the channel, and gives its exit status and what it answered there. */
    ask(source, request) {
      channel.request = new TextEncoder().encode(request);
      channel.answer = [];
      channel.length = 0;
      const status = this.run(source);
      return { status, answer: new TextDecoder().decode(Buffer.concat(channel.answer)) };
    },
  };
}

const PAGE = 65_536;
const noBytes = Buffer.alloc(PAGE);

/** What stands in a memory, in memory that workers share. Pages of zeros, which a new memory has as well, are left. */
function imageOf(memory) {
  const { buffer } = memory;
  const all = Array.from({ length: buffer.byteLength / PAGE }, (_, page) => page);
  const pages = all.filter((page) => noBytes.compare(Buffer.from(buffer, page * PAGE, PAGE)) !== 0);
  const bytes = new Uint8Array(new SharedArrayBuffer(pages.length * PAGE));
  pages.forEach((page, i) => bytes.set(new Uint8Array(buffer, page * PAGE, PAGE), i * PAGE));
  return { size: all.length, pages, bytes: bytes.buffer };
}

function restore(memory, { size, pages, bytes }) {
  memory.grow(size - memory.buffer.byteLength / PAGE);
  const all = new Uint8Array(memory.buffer);
  pages.forEach((page, i) => all.set(new Uint8Array(bytes, i * PAGE, PAGE), page * PAGE));
}

function withText(exports, text, take) {
  const bytes = new TextEncoder().encode(text);
  const at = exports.malloc(bytes.length + 1);
  if (at === 0) throw new NoMemory();
  const memory = new Uint8Array(exports.memory.buffer, at, bytes.length + 1);
  memory.set(bytes);
  memory[bytes.length] = 0;
  const result = take(at);
  exports.free(at);
  return result;
}

/** Refuses whatever would change a file or a folder. */
function noWriting({ path_open }) {
  const refuse = () => READ_ONLY;
  return {
    fd_allocate: refuse,
    fd_filestat_set_size: refuse,
    fd_filestat_set_times: refuse,
    fd_pwrite: refuse,
    fd_renumber: () => DENIED,
    path_create_directory: refuse,
    path_filestat_set_times: refuse,
    path_link: refuse,
    path_remove_directory: refuse,
    path_rename: refuse,
    path_symlink: refuse,
    path_unlink_file: refuse,
    path_open: (fd, look, at, length, flags, ...rest) =>
      flags & (CREATE | TRUNCATE) ? READ_ONLY : path_open(fd, look, at, length, flags, ...rest),
  };
}

const noSockets = {
  proc_raise: () => UNSUPPORTED,
  sched_yield: () => 0,
  sock_accept: () => UNSUPPORTED,
  sock_recv: () => UNSUPPORTED,
  sock_send: () => UNSUPPORTED,
  sock_shutdown: () => UNSUPPORTED,
};

/** Output straight from the interpreter's memory: the shim would copy a huge write before anyone could refuse it. */
function writing(wasi, memory, sinks) {
  return {
    fd_write(fd, vectors, count, writtenAt) {
      if (fd !== STDOUT && fd !== STDERR && fd !== CHANNEL) {
        return wasi.fds[fd] ? wasi.wasiImport.fd_write(fd, vectors, count, writtenAt) : BAD_FILE;
      }
      if (!wasi.fds[fd]) return BAD_FILE;
      const { buffer } = memory();
      const view = new DataView(buffer);
      let written = 0;
      for (let i = 0; i < count; i++) {
        const bytes = new Uint8Array(
          buffer,
          view.getUint32(vectors + 8 * i, true),
          view.getUint32(vectors + 8 * i + 4, true),
        );
        if (fd === CHANNEL) wasi.fds[CHANNEL].fd_write(bytes.slice());
        else sinks.write(fd - STDOUT, bytes);
        written += bytes.length;
      }
      view.setUint32(writtenAt, written, true);
      return 0;
    },
  };
}
