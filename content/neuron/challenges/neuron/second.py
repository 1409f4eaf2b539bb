import math

import numpy as np


def _activate(z, activation):
    if activation == "identity":
        return z
    if activation == "step":
        return 0.0 if z < 0 else 1.0
    if activation == "relu":
        return z if z > 0 else 0.0
    if activation == "tanh":
        return math.tanh(z)
    if activation == "sigmoid":
        # A sigmoid is a tanh at half the input.
        return (1 + math.tanh(z / 2)) / 2
    raise ValueError(f"there is no activation {activation!r}")


def _weighted_sum(example, w, b):
    z = b
    for value, weight in zip(example, w):
        z += value * weight
    return float(z)


def neuron(x, w, b, activation):
    if x.ndim == 1:
        return _activate(_weighted_sum(x, w, b), activation)
    return np.array([_activate(_weighted_sum(example, w, b), activation) for example in x])


def missing_bias(x, w, targets):
    count = len(targets)
    missing = [float(t) - _weighted_sum(example, w, 0) for example, t in zip(x, targets)]
    bias = sum(missing) / count
    without = sum(r * r for r in missing) / count
    # A mean square is a variance and a squared mean.
    return bias, without, without - bias * bias
