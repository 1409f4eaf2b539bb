import numpy as np
import solution


def cubes(x):
    return np.sum(x**3)


def bowl(x):
    return np.sum(np.arange(1, len(x) + 1) / 2 * x**2) + np.sum(x[:-1] * x[1:])


def hills(x):
    return np.log(np.sum(np.exp(x)))


def corners(x):
    return np.sum(np.abs(x))


def audit(fault, inputs, targets, weights, h, tolerance):
    """Checks a hand-written gradient of the mean squared error of tanh(inputs @ weights), with one fault in it."""

    def loss(w):
        return np.mean((np.tanh(inputs @ w) - targets) ** 2)

    y = np.tanh(inputs @ weights)
    errors = 2 * (y - targets) / len(targets)
    gradient = inputs.T @ (errors if fault == "slope" else errors * (1 - y**2))
    if fault == "factor":
        gradient = gradient / 2
    if fault == "sign":
        gradient[-1] *= -1
    return solution.wrong_entries(loss, gradient, weights, h, tolerance)
