import math

import numpy as np


def train(x, classes, parameters, orders, batch_size, rate, goal):
    w1, b1, w2, b2 = (np.array(p) for p in parameters)
    losses = []
    for order in orders:
        waiting = list(order)
        while waiting:
            batch, waiting = waiting[:batch_size], waiting[batch_size:]
            # Example by example: each one's share of the gradient is added, then a single step is made.
            sums = [np.zeros(p.shape) for p in (w1, b1, w2, b2)]
            for n in batch:
                hidden = np.tanh(x[n] @ w1 + b1)
                signal = _probabilities(hidden @ w2 + b2)
                signal[classes[n]] -= 1
                back = (w2 @ signal) / np.cosh(x[n] @ w1 + b1) ** 2
                for total, share in zip(sums, (np.outer(x[n], back), back, np.outer(hidden, signal), signal)):
                    total += share
            for p, total in zip((w1, b1, w2, b2), sums):
                p -= rate / len(batch) * total
        losses.append(np.mean([_surprise(np.tanh(row @ w1 + b1) @ w2 + b2, k) for row, k in zip(x, classes)]))
        if losses[-1] <= goal:
            break
    return np.array(losses), w1, b1, w2, b2


def _surprise(logits, right):
    """Minus the logarithm of a class's probability."""
    gaps = [float(z - logits[right]) for z in logits]
    top = max(gaps)
    return top + math.log(sum(math.exp(gap - top) for gap in gaps))


def _probabilities(logits):
    return np.array([math.exp(-_surprise(logits, k)) for k in range(len(logits))])
