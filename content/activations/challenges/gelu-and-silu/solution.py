import numpy as np


def gelu(x, erf):
    return x * _normal_cdf(x, erf)


def gelu_backward(upstream, x, erf):
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return upstream * (_normal_cdf(x, erf) + x * density)


def gelu_tanh(x):
    inner = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
    return x / 2 * (1 + np.tanh(inner))


def silu(x):
    return x * _sigmoid(x)


def silu_backward(upstream, x):
    gate = _sigmoid(x)
    return upstream * (gate + x * gate * (1 - gate))


def _normal_cdf(x, erf):
    return (1 + np.vectorize(erf)(x / np.sqrt(2))) / 2


def _sigmoid(x):
    # log σ(x) = −log(1 + exp(−x)), which can't overflow.
    return np.exp(-np.logaddexp(0, -x))
