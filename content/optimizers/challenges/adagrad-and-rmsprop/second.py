import math

import numpy as np


def _moved(w, g, root, rate, epsilon):
    """The step as a rate of the weight's own, times the gradient."""
    own_rate = rate / (root + epsilon)
    return w - own_rate * g


def adagrad_step(weights, gradient, total, rate, epsilon):
    out, sums = np.empty(len(weights)), np.empty(len(weights))
    for i, (w, g, s) in enumerate(zip(weights, gradient, total)):
        # The root of s + g² is the longer side of a right triangle.
        root = math.hypot(math.sqrt(s), g)
        sums[i] = root * root
        out[i] = _moved(w, g, root, rate, epsilon)
    return out, sums


def rmsprop_step(weights, gradient, average, rate, decay, epsilon):
    out, means = np.empty(len(weights)), np.empty(len(weights))
    for i, (w, g, a) in enumerate(zip(weights, gradient, average)):
        means[i] = a + (1 - decay) * (g * g - a)
        out[i] = _moved(w, g, math.sqrt(means[i]), rate, epsilon)
    return out, means
