"""PyTorch as a contestant: python3 pytorch.py <default|tuned|cuda> [threads]"""

import json
import sys
import time
from pathlib import Path


def answer(message):
    print(json.dumps(message), flush=True)


try:
    import numpy
    import torch
    import torch.nn.functional as F
except ImportError as error:
    answer({"unavailable": f"{error}; Debian has it as python3-torch"})
    sys.exit()

tuned = sys.argv[1] == "tuned"
if tuned:
    torch.set_num_threads(int(sys.argv[2]))

on_gpu = sys.argv[1] == "cuda"
if on_gpu and not torch.cuda.is_available():
    answer({"unavailable": "this PyTorch finds no CUDA"})
    sys.exit()
device = torch.device("cuda" if on_gpu else "cpu")
# float32 is float32: tensor cores would round to ten bits.
torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False


def blas():
    """The library that multiplies matrices, by its file. The reference one is many times slower than OpenBLAS."""
    torch.mm(torch.ones(2, 2), torch.ones(2, 2))
    try:
        files = sorted({Path(line.split()[-1]).name for line in open("/proc/self/maps") if "blas" in line})
    except OSError:
        files = []
    # Debian's OpenBLAS comes with a library of the reference one's name that only passes calls on.
    fast = [file for file in files if any(name in file for name in ("openblas", "blis", "mkl"))]
    if fast:
        return fast[0]
    return f"{files[0]}, the slow reference BLAS" if files else "BLAS unknown"


def read(folder, name):
    return torch.from_numpy(numpy.fromfile(Path(folder) / f"{name}.f32", dtype=numpy.float32)).to(device)


class Multiplication:
    def __init__(self, workload, folder):
        m, k, n = (workload[size] for size in "mkn")
        self.a = read(folder, "a").reshape(m, k)
        self.b = read(folder, "b").reshape(k, n)

    def restart(self):
        pass

    def run(self, steps):
        with torch.no_grad():
            for _ in range(steps):
                torch.mm(self.a, self.b)

    def check(self, steps):
        product = torch.mm(self.a, self.b).reshape(-1)
        places = [0, len(product) // 2, len(product) - 1]
        return [product.square().mean().sqrt().item(), *(product[i].item() for i in places)]


def layer_of(layer):
    kind = layer["kind"]
    if kind == "linear":
        return torch.nn.Linear(layer["inputs"], layer["outputs"])
    if kind == "conv":
        return torch.nn.Conv2d(layer["inputs"], layer["outputs"], layer["size"])
    if kind == "maxPool":
        return torch.nn.MaxPool2d(layer["size"])
    if kind == "transformer":
        sizes = layer["width"], layer["heads"], layer["feedForward"]
        return torch.nn.TransformerEncoderLayer(*sizes, dropout=0, batch_first=True, norm_first=True)
    return {"flatten": torch.nn.Flatten, "relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}[kind]()


class Training:
    def __init__(self, workload, folder):
        self.workload = workload
        self.folder = folder
        shape = workload["inputShape"]
        self.x = read(folder, "x").reshape(shape)
        target = read(folder, "target")
        if workload["loss"] == "crossEntropy":
            self.loss, self.target = F.cross_entropy, target.long()
        else:
            self.loss, self.target = F.mse_loss, target.reshape(shape[0], workload["outputs"])
        self.net = torch.nn.Sequential(*map(layer_of, workload["layers"])).to(device)
        if tuned and len(shape) == 4:
            self.x = self.x.contiguous(memory_format=torch.channels_last)
            self.net = self.net.to(memory_format=torch.channels_last)

    def restart(self):
        with torch.no_grad():
            for i, parameter in enumerate(self.net.parameters()):
                parameter.copy_(read(self.folder, f"p{i}").reshape(parameter.shape))
        optimizer = self.workload["optimizer"]
        kind = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD}[optimizer["kind"]]
        options = {"foreach": True} if tuned else {}
        self.optimizer = kind(self.net.parameters(), lr=optimizer["lr"], **options)
        self.optimizer.zero_grad(set_to_none=True)

    def step(self):
        if tuned:
            self.optimizer.zero_grad(set_to_none=True)
        else:
            self.optimizer.zero_grad()
        loss = self.loss(self.net(self.x), self.target)
        loss.backward()
        self.optimizer.step()
        return loss

    def run(self, steps):
        for _ in range(steps):
            self.step()

    def check(self, steps):
        self.restart()
        return [self.step().item() for _ in range(steps)]


def finish():
    """Waits for a device that computes while the program goes on."""
    if on_gpu:
        torch.cuda.synchronize()


ready = {}


def measure(request):
    workload, steps = request["workload"], request["steps"]
    name = workload["name"]
    if name not in ready:
        kinds = {"gemm": Multiplication, "training": Training}
        prepared = kinds[workload["kind"]](workload, request["folder"])
        ready[name] = prepared, prepared.check(request["checkedSteps"])
    prepared, checks = ready[name]
    prepared.restart()
    for _ in range(request["warmUp"]):
        prepared.run(steps)
    finish()
    milliseconds = []
    for _ in range(request["repetitions"]):
        begun = time.perf_counter()
        prepared.run(steps)
        finish()
        milliseconds.append((time.perf_counter() - begun) * 1000 / steps)
    return {"milliseconds": milliseconds, "checks": checks}


threads = torch.get_num_threads()
settings = "foreach, channels-last" if tuned else "default settings"
detail = f"{settings}, {threads} {'thread' if threads == 1 else 'threads'}, {blas()}"
if on_gpu:
    detail = f"eager, float32 without TF32, {torch.cuda.get_device_name()}"
answer({"version": torch.__version__, "detail": detail})
for line in sys.stdin:
    try:
        answer(measure(json.loads(line)))
    except Exception as error:
        answer({"cannot": str(error).split("\n")[0]})
