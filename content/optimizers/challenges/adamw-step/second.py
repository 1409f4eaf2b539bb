import math

import numpy as np


def _step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon, l2, shrink):
    """Weight by weight: an L2 penalty in the gradient and a factor on the weight; the corrections stand in the rate."""
    correction = math.sqrt(1 - beta2**t)
    scaled_rate = rate * correction / (1 - beta1**t)
    rows = []
    for w, g, a, b in zip(weights, gradient, m, v):
        g = g + l2 * w
        a = a + (1 - beta1) * (g - a)
        b = b + (1 - beta2) * (g * g - b)
        rows.append((shrink * w - scaled_rate * a / (math.sqrt(b) + epsilon * correction), a, b))
    moved, first, second = np.array(rows).T
    return moved, first, second


def adamw_step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon, decay):
    return _step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon, 0.0, 1 - rate * decay)


def adam_l2_step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon, decay):
    return _step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon, decay, 1.0)
