import numpy as np


def penalty(parameters, l1, l2):
    total = 0.0
    for p in parameters:
        if len(p.shape) > 1:
            for w in p.ravel():
                size = w if w > 0 else -w
                total += size * (l1 + l2 * size / 2)
    return total


def penalty_gradients(parameters, l1, l2):
    gradients = []
    for p in parameters:
        g = np.zeros(p.shape)
        if len(p.shape) > 1:
            g[p > 0] += l1
            g[p < 0] -= l1
            g += l2 * p
        gradients.append(g)
    return gradients


def decayed_step(parameters, gradients, rate, decay):
    # SGD on the loss with an L2 penalty.
    pulls = penalty_gradients(parameters, 0.0, decay)
    return [p - rate * (g + pull) for p, g, pull in zip(parameters, gradients, pulls)]
