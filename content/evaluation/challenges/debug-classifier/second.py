import math

import numpy as np


def _spread(columns):
    """Mean and population variance of each column, by sums and sums of squares of the centred values."""
    count = len(columns)
    centres = sum(columns) / count
    return centres, sum((row - centres) ** 2 for row in columns) / count


def prepare(x, classes, order, size):
    parts = order[:size], order[size:]
    centres, variances = _spread([x[n] for n in parts[0]])
    results = []
    for part in parts:
        results.append(np.array([(x[n] - centres) / np.sqrt(variances) for n in part]))
        results.append(np.array([classes[n] for n in part]))
    return tuple(results)


def accuracy(logits, classes):
    right = [all(row[label] >= other for other in row) for row, label in zip(logits, classes)]
    return sum(right) / len(right)


def _surprise(logits, right):
    """Minus the logarithm of a class's probability."""
    gaps = [float(z - logits[right]) for z in logits]
    top = max(gaps)
    return top + math.log(sum(math.exp(gap - top) for gap in gaps))


def run(x, classes, order, size, features, weights, bias, rate, epochs):
    x_train, classes_train, x_val, classes_val = prepare(x, classes, order, size)
    hidden = np.tanh(x_train @ features)
    # The training features never change, so neither do their statistics: the running ones approach them.
    centres, variances = _spread(hidden)
    normal = (hidden - centres) / np.sqrt(variances + 1e-5)
    weights, bias = weights.copy(), bias.copy()
    losses, val_losses, accuracies = [], [], []
    for epoch in range(1, epochs + 1):
        signals = []
        losses.append(0.0)
        for row, label in zip(normal, classes_train):
            logits = row @ weights + bias
            losses[-1] += _surprise(logits, label) / size
            signals.append([math.exp(-_surprise(logits, k)) - (k == label) for k in range(len(bias))])
        for row, signal in zip(normal, np.array(signals) / size):
            weights -= rate * np.outer(row, signal)
            bias -= rate * signal

        left = 0.9**epoch
        running, spread = (1 - left) * centres, left + (1 - left) * variances
        logits = (np.tanh(x_val @ features) - running) / np.sqrt(spread + 1e-5) @ weights + bias
        val_losses.append(np.mean([_surprise(row, label) for row, label in zip(logits, classes_val)]))
        accuracies.append(accuracy(logits, classes_val))
    return np.array(losses), np.array(val_losses), np.array(accuracies), weights, bias
