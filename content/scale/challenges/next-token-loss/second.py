import math

import numpy as np


def _surprise(logits, right):
    """Minus the logarithm of a token's probability."""
    gaps = [float(z - logits[right]) for z in logits]
    top = max(gaps)
    return top + math.log(sum(math.exp(gap - top) for gap in gaps))


def next_token_loss(logits, tokens, padding):
    total, count = 0.0, 0
    for sequence, row in zip(logits, tokens):
        for at, following in zip(sequence, row[1:]):
            if following != padding:
                total += _surprise(at, following)
                count += 1
    return total / count, math.exp(total / count)


def next_token_loss_gradient(logits, tokens, padding):
    gradient = np.zeros(logits.shape)
    count = 0
    for n in range(len(tokens)):
        for t in range(1, len(tokens[n])):
            if tokens[n, t] == padding:
                continue
            count += 1
            for k in range(logits.shape[2]):
                gradient[n, t - 1, k] = math.exp(-_surprise(logits[n, t - 1], k))
            gradient[n, t - 1, tokens[n, t]] -= 1
    return gradient / count
