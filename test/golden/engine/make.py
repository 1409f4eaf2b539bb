"""Golden values for the engine, from PyTorch in float64.

Remake:  python3 test/golden/engine/make.py
Writes operations.json, losses.json, optimizers.json and network.json beside itself. The tests in test/unit/engine
build the same cases by name and compare.
"""

import math

import torch
import torch.nn.functional as F

from golden import case, draw, index, plain, save

ties = torch.tensor([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]])
special = torch.tensor([-math.inf, -1000.0, -1.5, -0.0, 0.0, 1e-9, 1.5, 1000.0, math.inf, math.nan])

operations = {
    "add, row broadcast": case(lambda a, b: a + b, draw(3, 4), draw(4)),
    "add, column and row": case(lambda a, b: a + b, draw(3, 1), draw(1, 4)),
    "sub, outer": case(lambda a, b: a - b, draw(2, 3, 1), draw(4)),
    "mul, scalar tensor": case(lambda a, b: a * b, draw(2, 3), draw(1)[0]),
    "div": case(lambda a, b: a / b, draw(2, 3), draw(3, low=0.5)),
    "pow, number": case(lambda a: a**3, draw(5)),
    "pow, number 0 at 0": case(lambda a: a**0, torch.tensor([0.0, 2.0, -1.0])),
    "pow, tensor": case(lambda a, b: a**b, draw(2, 3, low=0.2), draw(3)),
    "pow, base 0": case(lambda a, b: a**b, torch.tensor([0.0, 0.0]), torch.tensor([2.0, 3.0])),
    "exp": case(torch.exp, draw(2, 3)),
    "log": case(torch.log, draw(2, 3, low=0.1)),
    "log1p": case(torch.log1p, draw(2, 3, low=-0.9)),
    "sqrt": case(torch.sqrt, draw(2, 3, low=0.1)),
    "abs": case(torch.abs, torch.tensor([-1.5, 0.0, 2.0])),
    "erf": case(torch.erf, draw(12, low=-5, high=5)),
    "maximum, ties": case(torch.maximum, torch.tensor([1.0, 2.0, 3.0]), torch.tensor([2.0, 2.0, 2.0])),
    "minimum, ties": case(torch.minimum, torch.tensor([1.0, 2.0, 3.0]), torch.tensor([2.0, 2.0, 2.0])),
    "where": case(lambda a, b: torch.where(a > b, a, b * 2), draw(2, 3), draw(3)),
    "relu at 0": case(torch.relu, torch.tensor([-1.0, 0.0, 2.0])),
    "leakyRelu": case(lambda a: F.leaky_relu(a, 0.1), torch.tensor([-1.0, 0.0, 2.0])),
    "sigmoid": case(torch.sigmoid, torch.tensor([-800.0, -3.0, 0.0, 2.0, 800.0])),
    "tanh": case(torch.tanh, draw(5)),
    "gelu, exact": case(F.gelu, draw(12, low=-6, high=6)),
    "gelu, tanh": case(lambda a: F.gelu(a, approximate="tanh"), draw(12, low=-6, high=6)),
    "silu": case(F.silu, draw(5)),
    "softplus": case(lambda a: torch.logaddexp(a, torch.zeros(())), torch.tensor([-50.0, -1.0, 0.0, 3.0, 800.0])),
    "matmul, matrices": case(torch.matmul, draw(2, 3), draw(3, 4)),
    "matmul, batched": case(torch.matmul, draw(2, 2, 3), draw(2, 3, 2)),
    "matmul, batch broadcast": case(torch.matmul, draw(2, 1, 2, 3), draw(3, 3, 2)),
    "matmul, matrix and vector": case(torch.matmul, draw(2, 3), draw(3)),
    "matmul, vector and matrix": case(torch.matmul, draw(3), draw(3, 2)),
    "matmul, vectors": case(torch.matmul, draw(3), draw(3)),
    "matmul, batch and vector": case(torch.matmul, draw(2, 2, 3), draw(3)),
    "matmul, transposed": case(lambda a, b: a.T @ b.T, draw(3, 2), draw(4, 3)),
    "linear": case(F.linear, draw(2, 3), draw(4, 3), draw(4)),
    "sum, all": case(torch.sum, draw(2, 3)),
    "sum, middle axis": case(lambda a: a.sum(1), draw(2, 3, 2)),
    "mean, two axes kept": case(lambda a: a.mean((0, 2), keepdim=True), draw(2, 3, 2)),
    "max, ties": case(lambda a: a.amax(1), ties),
    "min, ties": case(lambda a: a.amin(0), ties),
    "variance, unbiased": case(lambda a: a.var(1), draw(2, 4)),
    "variance, population": case(lambda a: a.var(0, unbiased=False), draw(3, 2)),
    "softmax, last": case(lambda a: a.softmax(-1), draw(2, 3)),
    "softmax, first": case(lambda a: a.softmax(0), draw(2, 3)),
    "softmax, huge": case(lambda a: a.softmax(-1), torch.tensor([[1000.0, -1000.0, 999.0]])),
    "logSoftmax": case(lambda a: a.log_softmax(1), draw(2, 3)),
    "logSoftmax, huge": case(lambda a: a.log_softmax(-1), torch.tensor([[1000.0, -1000.0, 999.0]])),
    "logSumExp": case(lambda a: a.logsumexp(1), draw(2, 3)),
    "logSumExp, all": case(lambda a: a.logsumexp((0, 1)), draw(2, 3) * 400),
    "permute": case(lambda a: a.permute(2, 0, 1) * 2, draw(2, 3, 2)),
    "slice, step 2": case(lambda a: a[:, 1:5:2], draw(2, 6)),
    "concat": case(lambda a, b: torch.cat([a, b, a], 1), draw(2, 2), draw(2, 3)),
    "stack": case(lambda a, b: torch.stack([a, b], 1), draw(2, 3), draw(2, 3)),
    "pad": case(lambda a: F.pad(a, (1, 2), value=7.0), draw(2, 3)),
    "gather, axis 0": case(lambda a: a.gather(0, index([0, 2, 0], [0, 1, 1])), draw(3, 3)),
    "gather, axis 1": case(lambda a: a.gather(1, index([0, 0], [2, 1])), draw(2, 3)),
    "scatterAdd": case(lambda a, s: a.scatter_add(1, index([0, 0, 2], [1, 1, 1]), s), draw(2, 3), draw(2, 3)),
    "indexSelect": case(lambda a: a.index_select(0, index(2, 0, 2)), draw(3, 2)),
    "layerNorm": case(lambda a, w, b: F.layer_norm(a, (4,), w, b), draw(2, 4), draw(4), draw(4)),
}

unary = {
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "abs": torch.abs,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "erf": torch.erf,
    "relu": torch.relu,
    "neg": torch.neg,
}
for name, function in unary.items():
    operations[f"special values, {name}"] = {"inputs": [plain(special)], "output": plain(function(special))}
for name, function in {"add": torch.add, "mul": torch.mul, "div": torch.div, "pow": torch.pow, "maximum": torch.maximum}.items():
    a, b = torch.meshgrid(special, special, indexing="ij")
    operations[f"special values, {name}"] = {
        "inputs": [plain(a.contiguous()), plain(b.contiguous())],
        "output": plain(function(a, b)),
    }
save("operations", operations, "make.py")

soft = torch.tensor([[0.2, 0.5, 0.3], [0.0, 1.0, 0.0]])
binary = torch.tensor([[1.0, 0.0, 0.3], [0.0, 1.0, 1.0]])
signs = torch.tensor([1.0, -1.0, -1.0, 1.0])
losses = {}
for reduction in ("mean", "sum", "none"):
    losses[f"crossEntropy, classes, {reduction}"] = case(
        lambda z: F.cross_entropy(z, index(2, 0, 0), reduction=reduction), draw(3, 4)
    )
    losses[f"crossEntropy, probabilities, {reduction}"] = case(
        lambda z, y: F.cross_entropy(z, y, reduction=reduction), draw(2, 3), soft
    )
    losses[f"bceWithLogits, {reduction}"] = case(
        lambda z: F.binary_cross_entropy_with_logits(z, binary, reduction=reduction), draw(2, 3)
    )
    losses[f"mse, {reduction}"] = case(lambda a, b: F.mse_loss(a, b, reduction=reduction), draw(2, 3), draw(2, 3))
losses["crossEntropy, one example"] = case(lambda z: F.cross_entropy(z, torch.tensor(1)), draw(4))
losses["crossEntropy, huge"] = case(
    lambda z: F.cross_entropy(z, index(0, 1)), torch.tensor([[1000.0, -1000.0], [1000.0, -1000.0]])
)
losses["bceWithLogits, huge"] = case(
    lambda z: F.binary_cross_entropy_with_logits(z, torch.tensor([1.0, 1.0, 0.0, 0.0])),
    torch.tensor([40.0, -800.0, 800.0, 0.0]),
)
losses["nll"] = case(lambda z: F.nll_loss(z, index(1, 0)), draw(2, 3))
losses["hinge"] = case(lambda s: torch.clamp(1 - signs * s, min=0).mean(), draw(4))
save("losses", losses, "make.py")

first_values = [draw(2, 3), draw(2)]
gradients = [[draw(2, 3), draw(2)] for _ in range(6)]
gradients[2][1][0] = 0.0

configurations = {
    "sgd": ("SGD", {"lr": 0.1}),
    "sgd, weight decay": ("SGD", {"lr": 0.1, "weight_decay": 0.2}),
    "momentum": ("SGD", {"lr": 0.1, "momentum": 0.9}),
    "momentum, dampening and weight decay": ("SGD", {"lr": 0.1, "momentum": 0.8, "dampening": 0.3, "weight_decay": 0.1}),
    "nesterov": ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    "nesterov, weight decay": ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.1}),
    "adagrad": ("Adagrad", {}),
    "adagrad, all options": (
        "Adagrad",
        {"lr": 0.1, "lr_decay": 0.05, "weight_decay": 0.1, "initial_accumulator_value": 0.2, "eps": 1e-3},
    ),
    "rmsprop": ("RMSprop", {}),
    "rmsprop, centered": ("RMSprop", {"lr": 0.05, "alpha": 0.9, "centered": True}),
    "rmsprop, momentum and weight decay": (
        "RMSprop",
        {"lr": 0.05, "alpha": 0.9, "momentum": 0.7, "weight_decay": 0.1, "eps": 1e-4},
    ),
    "rmsprop, centered with momentum": ("RMSprop", {"lr": 0.05, "alpha": 0.9, "momentum": 0.7, "centered": True}),
    "adam": ("Adam", {}),
    "adam, all options": ("Adam", {"lr": 0.1, "betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.1}),
    "adamw": ("AdamW", {}),
    "adamw, all options": ("AdamW", {"lr": 0.1, "betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.1}),
}


def optimize(kind, options):
    """Six steps with given gradients; the learning rate is halved before the fourth."""
    parameters = [x.clone().requires_grad_(True) for x in first_values]
    defaults = {"lr": 1e-3} if kind == "SGD" and "lr" not in options else {}
    optimizer = getattr(torch.optim, kind)(parameters, **defaults, **options)
    after = []
    for t, step_gradients in enumerate(gradients):
        if t == 3:
            for group in optimizer.param_groups:
                group["lr"] /= 2
        for parameter, gradient in zip(parameters, step_gradients):
            parameter.grad = gradient.clone()
        optimizer.step()
        after.append([plain(p) for p in parameters])
    return {"options": options, "after": after}


save(
    "optimizers",
    {
        "first": [plain(x) for x in first_values],
        "gradients": [[plain(g) for g in step] for step in gradients],
        "runs": {name: optimize(kind, options) for name, (kind, options) in configurations.items()},
    },
    "make.py",
)


def train(activation):
    """A 4-5-3 network, cross-entropy, full batch: first gradients, then twenty steps of Adam."""
    x = draw(6, 4)
    y = index(0, 2, 1, 1, 0, 2)
    start = [draw(5, 4, low=-0.5, high=0.5), draw(5), draw(3, 5, low=-0.5, high=0.5), draw(3)]
    parameters = [p.clone().requires_grad_(True) for p in start]
    optimizer = torch.optim.Adam(parameters, lr=0.05)
    history = []
    first_gradients = None
    for _ in range(20):
        w1, b1, w2, b2 = parameters
        loss = F.cross_entropy(F.linear(activation(F.linear(x, w1, b1)), w2, b2), y)
        optimizer.zero_grad()
        loss.backward()
        first_gradients = first_gradients or [plain(p.grad) for p in parameters]
        optimizer.step()
        history.append(loss.item())
    return {
        "x": plain(x),
        "y": y.tolist(),
        "start": [plain(p) for p in start],
        "gradients": first_gradients,
        "losses": history,
        "end": [plain(p) for p in parameters],
    }


save("network", {"tanh": train(torch.tanh), "relu": train(torch.relu), "gelu": train(F.gelu)}, "make.py")
