# Runs inside each interpreter before any code of the learner's. It loads the program, makes the calls it is asked for
# and hands out plain values; it judges nothing and knows no expected value. The learner's code shares the interpreter
# and could change this code too: all it gains is a wrong output, or an answer that the worker refuses.


def _start(channel):
    import base64
    import importlib.abc
    import importlib.machinery
    import json
    import linecache
    import math
    import os
    import random
    import sys

    import numpy as np

    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    sys.stderr.reconfigure(encoding="utf-8", line_buffering=True)
    # What numpy imports on first use would otherwise count as the learner's time.
    np.random.default_rng(0).standard_normal()

    DEEPEST = 32
    MOST_VALUES = 200_000
    MOST_NUMBERS = 2_000_000
    DTYPES = {
        "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
        "float16", "float32", "float64",
    }  # fmt: skip
    MISSING = object()
    NO_MEMORY = b'{"memory":{"type":"MemoryError","message":"","frames":[]}}'

    # The C functions themselves: the classes around them can be replaced.
    json_parts = json.encoder.c_make_encoder(
        None, None, json.encoder.encode_basestring_ascii, None, ":", ",", False, False, True
    )
    scan_json = json.JSONDecoder().scan_once
    ndarray, generic = np.ndarray, np.generic
    as_array, from_buffer = np.asarray, np.frombuffer
    read, write = os.read, os.write
    name_of = type.__dict__["__name__"].__get__
    traceback_of = BaseException.__dict__["__traceback__"].__get__
    to_base64, from_base64 = base64.b64encode, base64.b64decode
    streams = (sys.stdout, sys.stderr)

    sources = {}
    files = {}
    kept = {}

    class Unreadable(Exception):
        pass

    class Missing(Exception):
        pass

    def encode(value, depth, budget):
        kind = type(value)
        if value is None or kind is bool:
            return value
        budget[0] -= 1 if kind is not str else 1 + len(value) // 16
        if budget[0] < 0:
            raise Unreadable("large")
        if kind is str:
            return value
        if kind is int:
            if value.bit_length() > 1023:
                raise Unreadable("large")
            return value
        if kind is float:
            return value if math.isfinite(value) else {"f": "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"}
        if issubclass(kind, ndarray):
            return encode_array(ndarray.view(value, ndarray), budget)
        if issubclass(kind, generic):
            return encode_array(as_array(value), budget)
        if depth > DEEPEST:
            raise Unreadable("deep")
        if kind is list:
            return [encode(item, depth + 1, budget) for item in value]
        if issubclass(kind, tuple):
            return {"t": [encode(item, depth + 1, budget) for item in tuple.__iter__(value)]}
        if kind is dict:
            if not all(key is None or type(key) in (str, int, float, bool) for key in value):
                return {"o": "dict"}
            return {"d": [[encode_key(key), encode(item, depth + 1, budget)] for key, item in list(value.items())]}
        return {"o": name_of(kind)[:200]}

    def encode_key(key):
        return str(key) if type(key) is float and not math.isfinite(key) else key

    def encode_array(array, budget):
        if array.dtype.name not in DTYPES:
            return {"o": "array of " + array.dtype.name}
        budget[1] -= array.size
        if budget[1] < 0:
            raise Unreadable("large")
        numbers = ndarray.astype(array, "<f8", order="C")
        return {"a": [array.dtype.name, list(array.shape), to_base64(numbers.tobytes()).decode("ascii")]}

    def decode(wire):
        if type(wire) is list:
            return [decode(item) for item in wire]
        if type(wire) is not dict:
            return wire
        ((tag, held),) = wire.items()
        if tag == "t":
            return tuple(decode(item) for item in held)
        if tag == "d":
            return {key: decode(item) for key, item in held}
        if tag == "f":
            return float(held)
        if tag == "r":
            return find(held)
        dtype, shape, numbers = held
        return from_buffer(from_base64(numbers), "<f8").astype(dtype).reshape(shape)

    def find(path):
        first, *rest = path.split(".")
        if first in kept:
            value = kept[first]
        elif first == "harness" and "harness" in sources:
            value = sys.modules["harness"]
        else:
            value, rest = sys.modules["solution"], [first, *rest]
        for name in rest:
            value = getattr(value, name, MISSING)
            if value is MISSING:
                raise Missing(path)
        return value

    class Loader(importlib.abc.Loader):
        def exec_module(self, module):
            name = module.__name__
            text, file = sources[name], files[name]
            module.__file__ = file
            linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
            exec(compile(text, file, "exec", dont_inherit=True), module.__dict__)

    class Finder(importlib.abc.MetaPathFinder):
        def find_spec(self, name, path, target=None):
            return importlib.machinery.ModuleSpec(name, Loader()) if name in sources else None

    def describe(error):
        kind = type(error)
        file = files["solution"]
        frames = []
        step = traceback_of(error)
        while step is not None:
            code = step.tb_frame.f_code
            if code.co_filename == file:
                inside = None if code.co_name == "<module>" else code.co_qualname.replace("<locals>.", "")
                frames.append({"line": step.tb_lineno, "in": inside})
            step = step.tb_next
        line = frames[-1]["line"] if frames else None
        column = None
        try:
            message = str(error)
            if issubclass(kind, SyntaxError) and error.filename == file:
                message, line, column = str(error.msg), error.lineno, error.offset
        except BaseException:
            message = ""
        omitted = max(0, len(frames) - 20)
        if omitted:
            frames = frames[:10] + frames[-10:]
        return {
            "type": name_of(kind)[:200],
            "message": message[:2000] if type(message) is str else "",
            "frames": frames,
            "omitted": omitted,
            "line": line if type(line) is int and line > 0 else None,
            "column": column if type(column) is int and column > 0 else None,
        }

    def threw(error):
        return {"memory" if isinstance(error, MemoryError) else "threw": describe(error)}

    def load(request):
        files.update(solution=request["file"], harness="<harness>")
        sources["solution"] = request["source"]
        if request["harness"] is not None:
            sources["harness"] = request["harness"]
        sys.meta_path.insert(0, Finder())
        random.seed(request["seed"])
        np.random.seed(request["seed"])
        try:
            __import__("solution")
        except BaseException as error:
            return threw(error)
        if "harness" in sources:
            __import__("harness")
        return {"loaded": True}

    def call(request):
        try:
            if "read" in request:
                value, args, named = find(request["read"]), [], {}
            else:
                called = find(request["call"])
                args = [decode(item) for item in request["args"]]
                named = {name: decode(item) for name, item in request["named"].items()}
                try:
                    value = called(*args, **named)
                except BaseException as error:
                    return threw(error)
                if request["keep"] is not None:
                    kept[request["keep"]] = value
                    value = None
        except Missing as missing:
            return {"missing": missing.args[0]}
        except MemoryError as error:
            return threw(error)
        except Exception as error:
            # A property of the learner's that throws while a path is followed.
            return threw(error)
        budget = [MOST_VALUES, MOST_NUMBERS]
        try:
            return {
                "value": encode(value, 0, budget),
                "args": [encode(item, 0, budget) for item in args],
                "named": {name: encode(item, 0, budget) for name, item in named.items()},
            }
        except Unreadable as unreadable:
            return {"unreadable": unreadable.args[0]}
        except MemoryError as error:
            return threw(error)

    def answer_to_request():
        parts = []
        while part := read(channel, 1 << 20):
            parts.append(part)
        request = scan_json(b"".join(parts).decode("utf-8"), 0)[0]
        answer = load(request) if "source" in request else call(request)
        for stream in streams:
            try:
                stream.flush()
            except Exception:
                pass
        return "".join(json_parts(answer, 0)).encode("ascii")

    def step():
        try:
            answer = answer_to_request()
        except MemoryError:
            answer = NO_MEMORY
        rest = memoryview(answer)
        while rest:
            rest = rest[write(channel, rest):]

    return step
