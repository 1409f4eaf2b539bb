import math

import numpy as np
import solution

erf = math.erf


def train(activation, x, targets, weights1, weights2, rate, steps):
    """Trains dense, activation, dense on half the sum of squared errors; returns the losses and both weights."""
    f, backward = getattr(solution, activation), getattr(solution, activation + "_backward")
    rest = [erf] if activation == "gelu" else []
    losses = []
    for _ in range(steps):
        before = x @ weights1
        hidden = f(before, *rest)
        error = hidden @ weights2 - targets
        losses.append(0.5 * np.sum(error**2))
        d_before = backward(error @ weights2.T, before, *rest)
        weights1, weights2 = weights1 - rate * x.T @ d_before, weights2 - rate * hidden.T @ error
    return np.array(losses), weights1, weights2
