import { type Hostile, testHostile } from "./hostile.ts";

const clean = "def f(x):\n    return 2 * x";

const table: Hostile[] = [
  // Time.
  ["loops for ever", "def f(x):\n    while True: pass", "timeout"],
  ["loops for ever while it is loaded", "while True: pass", "timeout"],
  [
    "catches whatever should end its loop",
    "def f(x):\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass",
    "timeout",
  ],
  ["sleeps", "import time\ndef f(x):\n    time.sleep(60)", "timeout"],
  ["has a regular expression backtrack", "import re\ndef f(x):\n    re.match('(a+)+$', 'a' * 40 + 'b')", "timeout"],
  ["takes a power of thousands of digits", "def f(x):\n    return 7 ** (7 ** 12) % 10", "timeout"],
  [
    "sorts with a comparison that never ends",
    "class N:\n    def __lt__(self, o):\n        while True: pass\ndef f(x):\n    return sorted([N(), N()])",
    "timeout",
  ],
  [
    "throws what can't be shown in time",
    "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef f(x):\n    raise E()",
    "timeout",
  ],
  [
    "multiplies matrices for ever in C",
    "import numpy as np\ndef f(x):\n    a = np.ones((1500, 1500))\n    while True: a = a @ a",
    "timeout",
  ],
  // Memory.
  ["fills a list", "def f(x):\n    a = []\n    while True: a.append([0] * 10**6)", "memory"],
  ["asks for a huge list", "def f(x):\n    return [0] * 10**9", "memory"],
  ["asks for a huge array", "import numpy as np\ndef f(x):\n    return np.zeros(10**8)", "memory"],
  [
    "asks for an impossible array",
    "import numpy as np\ndef f(x):\n    return np.zeros(10**12)",
    "threw ValueError: Maximum allowed dimension exceeded (line 3)",
  ],
  ["fills arrays", "import numpy as np\ndef f(x):\n    a = []\n    while True: a.append(np.ones(10**6))", "memory"],
  ["doubles a string", "def f(x):\n    s = 'x'\n    while True: s += s", "memory"],
  ["fills memory while it is loaded", "a = 'x' * 10**9", "memory"],
  [
    "goes on after running out of memory",
    "def f(x):\n    while True:\n        try: a = [0] * 10**9\n        except MemoryError: pass",
    "timeout",
  ],
  [
    "recovers from running out of memory",
    "def f(x):\n    try: a = [0] * 10**9\n    except MemoryError: return 'no memory'",
    'returned "no memory"',
  ],
  [
    "keeps all memory to itself",
    "kept = []\nfor size in (10**6, 10**5, 10**4, 10**3, 100):\n    try:\n        while True: kept.append(bytearray(size))\n    except MemoryError: pass\ndef f(x):\n    return [0] * 10**6",
    "memory",
  ],
  // Depth.
  [
    "calls itself without end",
    "def f(x):\n    return f(x)",
    "threw RecursionError: maximum recursion depth exceeded (line 2)",
  ],
  [
    "raises the recursion limit and calls itself",
    "import sys\nsys.setrecursionlimit(50000)\ndef f(x):\n    return f(x)",
    "threw RecursionError: maximum recursion depth exceeded (line 4)",
  ],
  ["nests brackets too deep to be parsed", `a = ${"(".repeat(5000)}1${")".repeat(5000)}`, "memory"],
  ["nests operators too deep to be compiled", `a = ${"-".repeat(100_000)}1`, "memory"],
  ["returns a list that holds itself", "def f(x):\n    a = []\n    a.append(a)\n    return a", "unreadable: deep"],
  [
    "returns a list that doubles at each depth",
    "def f(x):\n    a = [0]\n    for _ in range(30): a = [a, a]\n    return a",
    "unreadable: large",
  ],
  [
    "has repr recurse in C",
    "def f(x):\n    a = []\n    for _ in range(10**6): a = [a]\n    return repr(a)",
    "threw RecursionError: maximum recursion depth exceeded while getting the repr of an object (line 4)",
  ],
  // Output.
  ["prints without end", "def f(x):\n    while True: print('x' * 1000)", "output"],
  ["prints a lot at once", "def f(x):\n    print('x' * 10**7)", "output"],
  ["writes to stderr without end", "import sys\ndef f(x):\n    while True: sys.stderr.write('x' * 1000)", "output"],
  [
    "prints without end, whatever is thrown",
    "def f(x):\n    while True:\n        try: print('x')\n        except BaseException: pass",
    "output",
  ],
  [
    "writes to every file descriptor",
    'import os\ndef f(x):\n    n = 0\n    for fd in range(3, 60):\n        try: n += os.write(fd, b\'{"value": 42, "args": [], "named": {}}\')\n        except OSError: pass\n    return n',
    "ended by interference",
  ],
  ["floods the channel", "import os\ndef f(x):\n    while True: os.write(4, b'x' * 10**6)", "ended by interference"],
  [
    "closes every file descriptor",
    "import os\ndef f(x):\n    for fd in range(60):\n        try: os.close(fd)\n        except OSError: pass\n    return 1",
    "ended by interference",
  ],
  ["prints a verdict", 'def f(x):\n    print(\'{"kind": "finished", "passed": true}\')\n    return 0', "returned 0"],
  // The machine.
  [
    "reads files of the machine",
    "def f(x):\n    return open('/etc/passwd').read()",
    "threw FileNotFoundError: [Errno 44] No such file or directory: '/etc/passwd' (line 2)",
  ],
  [
    "climbs out of its folder",
    "import os\ndef f(x):\n    return os.listdir('/../../..')",
    "threw PermissionError: [Errno 76] Capabilities insufficient: '/../../..' (line 3)",
  ],
  [
    "lists what files there are",
    "import os\ndef f(x):\n    return [os.listdir('/'), os.listdir('/usr/local/lib')]",
    'returned [["usr"], ["python313.zip", "sci-packages.zip", "python3.13"]]',
  ],
  [
    "writes a file",
    "def f(x):\n    open('/usr/note', 'w').write('x')",
    "threw OSError: [Errno 69] Read-only file system: '/usr/note' (line 2)",
  ],
  [
    "overwrites the library",
    "import os\ndef f(x):\n    os.write(os.open('/usr/local/lib/python313.zip', os.O_RDWR), b'x')",
    "threw OSError: [Errno 8] Bad file descriptor (line 3)",
  ],
  [
    "makes a folder by way of an open one",
    "import os\ndef f(x):\n    os.mkdir('x', dir_fd=os.open('/usr', os.O_RDONLY | os.O_DIRECTORY))",
    "threw OSError: [Errno 69] Read-only file system: 'x' (line 3)",
  ],
  [
    "removes the library",
    "import os\ndef f(x):\n    os.unlink('/usr/local/lib/python313.zip')",
    "threw OSError: [Errno 69] Read-only file system: '/usr/local/lib/python313.zip' (line 3)",
  ],
  ["reads the environment", "import os\ndef f(x):\n    return dict(os.environ)", "returned {}"],
  ["reads stdin", "import sys\ndef f(x):\n    return sys.stdin.read()", 'returned ""'],
  ["asks a person", "def f(x):\n    return input()", "threw EOFError: EOF when reading a line (line 2)"],
  [
    "opens a socket",
    "import socket\ndef f(x):\n    socket.create_connection(('127.0.0.1', 80))",
    "threw FileNotFoundError: [Errno 44] No such file or directory (line 3)",
  ],
  [
    "makes a socket of a file descriptor",
    "import socket\ndef f(x):\n    return socket.socket(fileno=1).recv(1)",
    "threw OSError: [Errno 57] Not a socket (line 3)",
  ],
  [
    "starts a process",
    "import subprocess\ndef f(x):\n    subprocess.run(['ls'])",
    "threw OSError: [Errno 58] wasi does not support processes. (line 3)",
  ],
  [
    "runs a shell",
    "import os\ndef f(x):\n    os.system('ls')",
    "threw AttributeError: module 'os' has no attribute 'system' (line 3)",
  ],
  [
    "forks",
    "import os\ndef f(x):\n    os.fork()",
    "threw AttributeError: module 'os' has no attribute 'fork' (line 3)",
  ],
  [
    "starts a thread",
    "import threading\ndef f(x):\n    threading.Thread(target=print).start()",
    "threw RuntimeError: can't start new thread (line 3)",
  ],
  [
    "calls C",
    "import ctypes\ndef f(x):\n    pass",
    "loading threw ModuleNotFoundError: No module named 'ctypes' (line 1)",
  ],
  [
    "looks for a bridge to JavaScript",
    "import js\ndef f(x):\n    pass",
    "loading threw ModuleNotFoundError: No module named 'js' (line 1)",
  ],
  // The end of the interpreter.
  ["exits", "import sys\ndef f(x):\n    sys.exit(0)", "threw SystemExit: 0 (line 3)"],
  ["exits while it is loaded", "raise SystemExit", "loading threw SystemExit (line 1)"],
  ["leaves at once", "import os\ndef f(x):\n    os._exit(0)", "ended by exit"],
  ["aborts", "import os\ndef f(x):\n    os.abort()", "ended by crash"],
  [
    "sends itself a signal",
    "import signal, os\ndef f(x):\n    os.kill(os.getpid(), 9)",
    "threw AttributeError: module 'os' has no attribute 'kill' (line 3)",
  ],
  [
    "writes behind an array's end",
    "import numpy as np\ndef f(x):\n    np.lib.stride_tricks.as_strided(x, (2**27,), (8,))[:] = 1\n    return 1",
    "ended by crash",
  ],
  [
    "unmarshals rubbish code",
    "import marshal\ndef f(x):\n    c = (lambda: 0).__code__\n    exec(c.replace(co_code=b'\\x64\\xff' * 50, co_stacksize=1))",
    "ended by crash",
  ],
  [
    "leaves a handler for the end",
    "import atexit\ndef f(x):\n    atexit.register(print, 'late')\n    return 1",
    "returned 1",
  ],
  // What asks it.
  [
    "replaces json",
    "import json\njson.dumps = lambda *a, **k: '{\"value\": 42}'\njson.JSONEncoder.encode = json.dumps\ndef f(x):\n    return 1",
    "returned 1",
  ],
  [
    "replaces what encodes json",
    "import json.encoder\njson.encoder.JSONEncoder.iterencode = lambda *a, **k: ['{}']\ndef f(x):\n    return 1",
    "returned 1",
  ],
  [
    "replaces builtins",
    "import builtins\nbuiltins.type = lambda o: int\nbuiltins.issubclass = lambda *a: True\nbuiltins.len = lambda o: 0\nbuiltins.str = None\ndef f(x):\n    return 1",
    "loading threw AssertionError",
  ],
  [
    "replaces functions of numpy",
    "import numpy as np\nnp.asarray = np.frombuffer = np.array = lambda *a, **k: 42\ndef f(x):\n    return 1",
    "returned 1",
  ],
  [
    "replaces os.write",
    "import os\nos.write = lambda fd, data: len(data)\nos.read = lambda fd, n: b''\ndef f(x):\n    return x + 1",
    "returned float64(2)[2 3]",
  ],
  [
    "empties sys.modules",
    "import sys\nsys.modules.clear()\ndef f(x):\n    return 1",
    "loading threw KeyError: 'solution'",
  ],
  [
    "puts another module in its place",
    "import sys, types\nm = types.ModuleType('solution')\nm.f = lambda x: 7\nsys.modules['solution'] = m",
    "returned 7",
  ],
  [
    "replaces the main module's step",
    "import __main__\n__main__._step = lambda: None\ndef f(x):\n    return 1",
    "ended by interference",
  ],
  [
    "forges an answer by way of the main module",
    'import __main__, os\ndef forged():\n    while os.read(4, 10**6): pass\n    os.write(4, b\'{"value": 42, "args": [{"a": ["float64", [2], "AAAAAAAA8D8AAAAAAAAAQA=="]}], "named": {}}\')\n__main__._step = forged\ndef f(x):\n    return 1',
    "returned 42",
  ],
  [
    "changes the harness by its frame",
    "import sys\ndef f(x):\n    frame = sys._getframe(1)\n    while frame: frame.f_locals.clear() if False else None; frame.f_globals.clear(); frame = frame.f_back\n    return 1",
    "ended by interference",
  ],
  [
    "looks for the harness among all objects",
    "import gc\ndef f(x):\n    for o in gc.get_objects():\n        if type(o) is dict and 'solution' in o and 'harness' not in o: o['solution'] = 'gone'\n    return 1",
    "returned 1",
  ],
  [
    "finds nothing to compare with",
    "import gc\ndef f(x):\n    return [o for o in gc.get_objects() if type(o) is dict and 'expected' in o]",
    "returned []",
  ],
  [
    "sets a trace on everything",
    "import sys\ndef f(x):\n    sys.settrace(lambda *a: 1 / 0)\n    return 1",
    "ended by interference",
  ],
  [
    "replaces stdout",
    "import sys\nclass Out:\n    def write(self, s): raise SystemExit\n    flush = write\nsys.stdout = Out()\ndef f(x):\n    return 1",
    "returned 1",
  ],
  ["closes stdout", "import sys\ndef f(x):\n    sys.stdout.close()\n    return 1", "returned 1"],
  ["changes its argument", "def f(x):\n    x *= 2\n    return 0", "returned 0, argument 0 became float64(2)[2 4]"],
  [
    "changes its argument's shape",
    "def f(x):\n    x.shape = (2, 1)\n    return 0",
    "returned 0, argument 0 became float64(2,1)[1 2]",
  ],
  // What it returns.
  ["returns a generator without end", "def f(x):\n    while True: yield 1", "returned <generator>"],
  [
    "returns an object that equals everything",
    "class E:\n    def __eq__(self, o): return True\n    __hash__ = None\ndef f(x):\n    return E()",
    "returned <E>",
  ],
  [
    "returns an object that is an array when asked",
    "class A:\n    def __array__(self, *a, **k): raise SystemExit\n    def __len__(self): return -1\ndef f(x):\n    return A()",
    "returned <A>",
  ],
  [
    "returns an object that lies about its class",
    "class A:\n    __class__ = float\ndef f(x):\n    return A()",
    "returned <A>",
  ],
  [
    "returns a list that lies about its length",
    "class L(list):\n    def __len__(self): return 10**9\n    def __iter__(self):\n        while True: yield 0\ndef f(x):\n    return L()",
    "returned <L>",
  ],
  [
    "returns a tuple that never ends",
    "class T(tuple):\n    def __iter__(self):\n        while True: yield 0\ndef f(x):\n    return T([1])",
    "returned (1)",
  ],
  [
    "returns an array of objects",
    "import numpy as np\ndef f(x):\n    return np.array([object()])",
    "returned <array of object>",
  ],
  [
    "returns a view of a huge array",
    "import numpy as np\ndef f(x):\n    return np.broadcast_to(0.0, (10**4, 10**4))",
    "unreadable: large",
  ],
  [
    "returns an array of a class of its own",
    "import numpy as np\nclass A(np.ndarray):\n    def astype(self, *a, **k): return 1\n    def tobytes(self): return b''\n    shape = (7,)\ndef f(x):\n    return np.ones(2).view(A)",
    "returned float64(2)[1 1]",
  ],
  ["returns a number of a million digits", "def f(x):\n    return 1 << 3_000_000", "unreadable: large"],
  ["returns a huge string", "def f(x):\n    return 'x' * 50_000_000", "unreadable: large"],
  ["returns text that is no Unicode", "def f(x):\n    return '\\ud800'", 'returned "\\ud800"'],
  [
    "throws what can't be shown",
    "class E(Exception):\n    def __str__(self): raise self\ndef f(x):\n    raise E()",
    "threw E (line 4)",
  ],
  [
    "throws with a huge message",
    "def f(x):\n    raise ValueError('x' * 10**7)",
    `threw ValueError: ${"x".repeat(2000)} (line 2)`,
  ],
  [
    "throws a group of errors without end",
    "def f(x):\n    e = ValueError(1)\n    e.__cause__ = e\n    e.__context__ = e\n    raise e",
    "threw ValueError: 1 (line 5)",
  ],
];

testHostile("python", clean, table);
