import math

import numpy as np


def _surprise(logits, right):
    """Minus the logarithm of a class's probability."""
    gaps = [float(z - logits[right]) for z in logits]
    top = max(gaps)
    return top + math.log(sum(math.exp(gap - top) for gap in gaps))


def _probabilities(logits):
    return np.array([math.exp(-_surprise(logits, k)) for k in range(len(logits))])


def cross_entropy(logits, classes):
    loss = sum(_surprise(row, right) for row, right in zip(logits, classes)) / len(classes)
    gradient = np.array([_probabilities(row) for row in logits])
    for row, right in zip(gradient, classes):
        row[right] -= 1
    return loss, gradient / len(classes)


def probabilities(x, parameters):
    w1, b1, w2, b2 = parameters
    return np.array([_probabilities(np.tanh(row @ w1 + b1) @ w2 + b2) for row in x])


def train(x, classes, parameters, batch_size, rate, epochs):
    # The bias is one more row of the weights, for an input that is always 1.
    w1, w2 = np.vstack(parameters[:2]), np.vstack(parameters[2:])
    batches = [slice(i, i + batch_size) for i in range(0, len(x), batch_size)]
    losses = []
    for batch in batches * epochs:
        inputs = _with_one(x[batch])
        hidden = _with_one(np.tanh(inputs @ w1))
        loss, signal = cross_entropy(hidden @ w2, classes[batch])
        losses.append(loss)
        back = (signal @ w2.T * (1 - hidden) * (1 + hidden))[:, :-1]
        w1, w2 = w1 - rate * inputs.T @ back, w2 - rate * hidden.T @ signal
    return np.array(losses), w1[:-1], w1[-1], w2[:-1], w2[-1]


def _with_one(rows):
    return np.hstack([rows, np.ones((len(rows), 1))])
