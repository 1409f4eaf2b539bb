"""Golden values of ordering, arranging, clamping and measuring, from PyTorch in float64.

Remake:  python3 test/golden/engine/arranging.py
Writes arranging.json beside itself; test/unit/engine/golden-arranging.test.ts builds the same cases by name.
"""

import math

import torch

from golden import case, draw, index, plain, save

special = torch.tensor([-math.inf, -1000.0, -1.5, -0.0, 0.0, 1e-9, 1.5, 1000.0, math.inf, math.nan])
unordered = torch.tensor([[3.0, math.nan, 1.0, math.inf, 1.0], [-math.inf, 2.0, 2.0, 0.0, -0.0]])
lengths = torch.tensor([[0.0, 0.0], [3.0, -3.0], [3.0, 4.0]])


def sorted_with_places(descending, dim):
    def function(x):
        values, places = x.sort(dim=dim, descending=descending, stable=True)
        return torch.cat([values.reshape(-1), places.reshape(-1).to(torch.float64)])

    return function


def top(k, **options):
    def function(x):
        values, places = x.topk(k, **options)
        return torch.cat([values.reshape(-1), places.reshape(-1).to(torch.float64)])

    return function


arranging = {
    "sin": case(torch.sin, draw(8, low=-20, high=20)),
    "cos": case(torch.cos, draw(8, low=-20, high=20)),
    "rsqrt": case(torch.rsqrt, draw(5, low=0.1)),
    "reciprocal": case(torch.reciprocal, draw(5, low=0.1)),
    "clamp, bounds and NaN": case(
        lambda x: x.clamp(0, 2), torch.tensor([math.nan, -math.inf, -1.0, 0.0, 1.0, 2.0, 3.0, math.inf])
    ),
    "clamp, below only": case(lambda x: x.clamp(min=-0.5), draw(6)),
    "clamp, above only": case(lambda x: x.clamp(max=0.5), draw(6)),
    "clamp, bounds the wrong way round": case(lambda x: x.clamp(2, 0), torch.tensor([-1.0, 1.0, 3.0])),
    "norm, all": case(lambda x: x.norm(), draw(2, 3)),
    "norm, rows, one of them 0": case(lambda x: x.norm(2, 1), lengths),
    "norm, 1": case(lambda x: x.norm(1, 1, keepdim=True), lengths),
    "norm, infinite, with ties": case(lambda x: x.norm(math.inf, 1), lengths),
    "std, unbiased": case(lambda x: x.std(1), draw(2, 4)),
    "std, population, equal entries": case(
        lambda x: x.std(1, unbiased=False), torch.tensor([[1.0, 1.0, 1.0], [2.0, 5.0, 3.0]])
    ),
    "std, of one entry": case(lambda x: x.std(1, unbiased=False), draw(2, 1)),
    "cumsum, last axis": case(lambda x: x.cumsum(-1), draw(2, 4)),
    "cumsum, first axis": case(lambda x: x.cumsum(0), draw(3, 2, 2)),
    "cumsum, special values": case(lambda x: x.cumsum(0), torch.tensor([1.0, math.inf, 1.0, -math.inf, 2.0])),
    "sort": case(sorted_with_places(False, -1), draw(2, 5)),
    "sort, descending, first axis": case(sorted_with_places(True, 0), draw(4, 2)),
    "sort, ties and special values": {
        "inputs": [plain(unordered)],
        "output": plain(sorted_with_places(False, -1)(unordered)),
    },
    "sort, descending, ties and special values": {
        "inputs": [plain(unordered)],
        "output": plain(sorted_with_places(True, -1)(unordered)),
    },
    "topk": case(top(2), draw(2, 5)),
    "topk, smallest, first axis": case(top(3, dim=0, largest=False), draw(4, 2)),
    "flip, two axes": case(lambda x: x.flip((0, 2)) * 2, draw(2, 3, 2)),
    "tril": case(lambda x: x.tril() * 2, draw(3, 4)),
    "tril, diagonal 1": case(lambda x: x.tril(1) * 2, draw(2, 3, 3)),
    "triu, diagonal -1": case(lambda x: x.triu(-1) * 2, draw(4, 3)),
    "split, by size": case(lambda x: torch.cat([t * (i + 1) for i, t in enumerate(x.split(3, 1))], 1), draw(2, 7)),
    "split, by sizes": case(lambda x: torch.cat([t * (i + 1) for i, t in enumerate(x.split([4, 1, 2]))]), draw(7)),
    "chunk": case(lambda x: torch.cat([t * (i + 1) for i, t in enumerate(x.chunk(3))]), draw(7, 2)),
    "unbind": case(lambda x: sum(t * (i + 1) for i, t in enumerate(x.unbind(1))), draw(2, 5, 2)),
    "flatten, from the second axis": case(lambda x: x.flatten(1) * 2, draw(2, 3, 2)),
    "flatten, two axes in the middle": case(lambda x: x.flatten(1, 2) * 2, draw(2, 3, 2, 2)),
    "squeeze, all": case(lambda x: x.squeeze() * 2, draw(1, 3, 1, 2)),
    "argmin": {"inputs": [plain(unordered)], "output": plain(unordered.argmin(1).to(torch.float64))},
    "variance, of one entry": case(lambda x: x.var(1), draw(2, 1)),
}
extremes = torch.tensor([[1.0, -math.inf, 2.0], [-math.inf] * 3, [math.inf, 1.0, 0.0], [1.0, math.nan, -math.inf], [-0.0] * 3])
for name, function in {"softmax": torch.softmax, "logSoftmax": torch.log_softmax, "logSumExp": torch.logsumexp}.items():
    arranging[f"{name}, rows of extremes"] = case(lambda x: function(x, 1), extremes)
    arranging[f"{name}, an axis of one entry"] = case(lambda x: function(x, 1), draw(3, 1))
for equation, shapes in {
    "ij,jk->ik": [(2, 3), (3, 4)],
    "bij,bjk->bik": [(2, 2, 3), (2, 3, 2)],
    "i,j->ij": [(2,), (3,)],
    "i,i->": [(4,), (4,)],
    "ij->ji": [(2, 3)],
    "ij->": [(2, 3)],
    "bhqd,bhkd->bhqk": [(2, 2, 3, 2), (2, 2, 4, 2)],
    "ij,ik": [(2, 3), (2, 2)],
    "bn,anm,bm->ba": [(2, 3), (4, 3, 2), (2, 2)],
    "ijk,k->j": [(2, 3, 2), (2,)],
    "abc,cba->b": [(2, 3, 2), (2, 3, 2)],
}.items():
    inputs = [draw(*shape) for shape in shapes]
    arranging[f"einsum {equation}"] = case(lambda *xs: torch.einsum(equation, *xs), *inputs)
for name, function in {"sin": torch.sin, "cos": torch.cos, "rsqrt": torch.rsqrt, "reciprocal": torch.reciprocal}.items():
    arranging[f"special values, {name}"] = {"inputs": [plain(special)], "output": plain(function(special))}

save("arranging", arranging, "arranging.py")
