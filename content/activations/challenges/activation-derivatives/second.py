import math

import numpy as np


def _each(f, *arrays):
    shape = arrays[0].shape
    return np.array([f(*entries) for entries in zip(*(a.ravel().tolist() for a in arrays))], dtype=float).reshape(shape)


def relu(x):
    return _each(lambda v: v if v > 0 else 0.0, x)


def relu_backward(upstream, x):
    return _each(lambda g, v: g if v > 0 else 0.0, upstream, x)


def leaky_relu(x, slope):
    return _each(lambda v: v if v > 0 else slope * v, x)


def leaky_relu_backward(upstream, x, slope):
    return _each(lambda g, v: g if v > 0 else slope * g, upstream, x)


def sigmoid(x):
    # A sigmoid is a tanh at half the input.
    return _each(lambda v: 0.5 * (1 + math.tanh(v / 2)), x)


def sigmoid_backward(upstream, x):
    return _each(lambda g, v: 0.25 * g * (1 - math.tanh(v / 2) ** 2), upstream, x)


def tanh(x):
    return _each(math.tanh, x)


def tanh_backward(upstream, x):
    # 1 / cosh² without overflow.
    def slope(v):
        e = math.exp(-2 * abs(v))
        return 4 * e / (1 + e) ** 2

    return _each(lambda g, v: g * slope(v), upstream, x)
