import math

import numpy as np


def _run(example, weights1, bias1, weights2, bias2):
    """Pre-activations, hidden values and logits of one example."""
    inner = [bias1[j] + sum(example[i] * weights1[i, j] for i in range(len(example))) for j in range(len(bias1))]
    hidden = [z if z > 0 else 0.0 for z in inner]
    logits = [bias2[k] + sum(hidden[j] * weights2[j, k] for j in range(len(hidden))) for k in range(len(bias2))]
    return inner, hidden, logits


def _log_sum_exp(logits):
    top = max(logits)
    return top + math.log(sum(math.exp(z - top) for z in logits))


def forward(x, weights1, bias1, weights2, bias2):
    return np.array([_run(example, weights1, bias1, weights2, bias2)[2] for example in x])


def loss(x, classes, weights1, bias1, weights2, bias2):
    total = 0.0
    for example, right in zip(x, classes):
        logits = _run(example, weights1, bias1, weights2, bias2)[2]
        total += _log_sum_exp(logits) - logits[right]
    return total / len(x)


def gradients(x, classes, weights1, bias1, weights2, bias2):
    # One example after another, every product added where it belongs.
    d_weights1, d_bias1 = np.zeros(weights1.shape), np.zeros(bias1.shape)
    d_weights2, d_bias2 = np.zeros(weights2.shape), np.zeros(bias2.shape)
    for example, right in zip(x, classes):
        inner, hidden, logits = _run(example, weights1, bias1, weights2, bias2)
        normaliser = _log_sum_exp(logits)
        errors = [(math.exp(z - normaliser) - (k == right)) / len(x) for k, z in enumerate(logits)]
        for j, z in enumerate(inner):
            reached = 0.0
            for k, error in enumerate(errors):
                d_weights2[j, k] += hidden[j] * error
                reached += weights2[j, k] * error
            if z > 0:
                d_bias1[j] += reached
                for i, value in enumerate(example):
                    d_weights1[i, j] += value * reached
        d_bias2 += errors
    return d_weights1, d_bias1, d_weights2, d_bias2
