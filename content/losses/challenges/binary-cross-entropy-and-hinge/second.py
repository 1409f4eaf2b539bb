import math

import numpy as np


def bce(logits, targets):
    total = 0.0
    for z, y in zip(logits.tolist(), targets.tolist()):
        # From the left, so that the large terms cancel before the tiny one is added.
        total += max(z, 0.0) - z * y + math.log1p(math.exp(-abs(z)))
    return total / len(logits)


def bce_gradient(logits, targets):
    gradient = []
    for z, y in zip(logits.tolist(), targets.tolist()):
        # A sigmoid is a tanh at half the input.
        gradient.append((0.5 + 0.5 * math.tanh(z / 2) - y) / len(logits))
    return np.array(gradient)


def hinge(scores, labels):
    total = 0.0
    for s, y in zip(scores, labels):
        gap = 1 - s if y > 0 else 1 + s
        if gap > 0:
            total += gap
    return total / len(scores)


def hinge_gradient(scores, labels):
    gradient = np.zeros(len(scores))
    gradient[(labels > 0) & (scores < 1)] = -1
    gradient[(labels < 0) & (scores > -1)] = 1
    return gradient / len(scores)
