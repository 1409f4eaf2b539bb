import math

import numpy as np


def _each(function, *arrays):
    return np.array([[function(*map(float, entries)) for entries in zip(*rows)] for rows in zip(*arrays)])


def _logistic(t):
    return (1 + math.tanh(t / 2)) / 2


def gelu(x, erf):
    # x erf(x/√2) is even, so the sign matters in the first half only.
    return _each(lambda t: (t + abs(t) * erf(abs(t) * math.sqrt(0.5))) / 2, x)


def gelu_backward(upstream, x, erf):
    def slope(t):
        area = 0.5 * erf(t * math.sqrt(0.5))
        return 0.5 + area + t * math.exp(-t * t / 2) * math.sqrt(0.5 / math.pi)

    return _each(lambda g, t: g * slope(t), upstream, x)


def gelu_tanh(x):
    # ½(1 + tanh u) is the sigmoid of 2u.
    return _each(lambda t: t * _logistic(math.sqrt(8 / math.pi) * t * (1 + 0.044715 * t * t)), x)


def silu(x):
    return _each(lambda t: t * _logistic(t), x)


def silu_backward(upstream, x):
    # With y the output, the slope is y + σ(x)(1 − y).
    return _each(lambda g, t, y: g * (y + _logistic(t) * (1 - y)), upstream, x, silu(x))
