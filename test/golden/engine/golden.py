"""What the scripts here share: seeded numbers, a case with its gradients, and the form of the files."""

import json
import math
from pathlib import Path

import torch

SEED = 20260101
HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
random = torch.Generator().manual_seed(SEED)


def draw(*shape, low=-2.0, high=2.0):
    """Uniform numbers of four decimals, so that the files stay readable and exact."""
    values = torch.rand(shape, generator=random) * (high - low) + low
    return torch.round(values * 1e4) / 1e4


def plain(x):
    """Numbers JSON can carry: NaN and infinities as words."""
    if isinstance(x, torch.Tensor):
        return {"shape": list(x.shape), "values": [plain(v) for v in x.detach().reshape(-1).tolist()]}
    if isinstance(x, float) and not math.isfinite(x):
        return "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"
    return x


def case(function, *inputs):
    leaves = [x.clone().requires_grad_(True) for x in inputs]
    output = function(*leaves)
    entry = {"inputs": [plain(x) for x in inputs], "output": plain(output)}
    if output.requires_grad:
        upstream = draw(*output.shape) if output.dim() else draw(1)[0]
        gradients = torch.autograd.grad(output, leaves, upstream, allow_unused=True)
        entry["upstream"] = plain(upstream)
        entry["gradients"] = [None if g is None else plain(g) for g in gradients]
    return entry


def save(name, cases, script):
    """Writes <name>.json; `script` is the file that makes it."""
    origin = {
        "origin": f"PyTorch {torch.__version__}, float64",
        "version": 1,
        "seed": SEED,
        "remake": f"python3 test/golden/engine/{script}",
    }
    head = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in origin.items()]
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in cases.items()]
    text = "{\n " + ",\n ".join(head) + ',\n "cases": {\n' + ",\n".join(lines) + "\n }\n}\n"
    (HERE / f"{name}.json").write_text(text)


def index(*values):
    return torch.tensor(values, dtype=torch.int64)
