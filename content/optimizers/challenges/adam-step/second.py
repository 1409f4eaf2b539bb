import math

import numpy as np


def adam_step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon):
    # The form at the end of section 2 of the paper: both corrections in the rate, epsilon scaled along.
    correction = math.sqrt(1 - beta2**t)
    scaled_rate = rate * correction / (1 - beta1**t)
    moved, first, second = [], [], []
    for w, g, a, b in zip(weights, gradient, m, v):
        a = a + (1 - beta1) * (g - a)
        b = b + (1 - beta2) * (g * g - b)
        moved.append(w - scaled_rate * a / (math.sqrt(b) + epsilon * correction))
        first.append(a)
        second.append(b)
    return np.array(moved), np.array(first), np.array(second)
