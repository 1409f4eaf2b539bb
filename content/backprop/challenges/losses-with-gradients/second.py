import math

import numpy as np


def mse(prediction, target):
    total = 0.0
    for row, wanted in zip(prediction, target):
        for y, t in zip(row, wanted):
            total += (y - t) ** 2
    return total / (len(prediction) * len(prediction[0]))


def mse_gradient(prediction, target):
    rows, columns = prediction.shape
    return np.array([[2 / (rows * columns) * (prediction[n, d] - target[n, d]) for d in range(columns)] for n in range(rows)])


def _odds_against(row, right):
    """Σ exp of how far each other logit lies above the right one, with the largest taken out as a logarithm."""
    gaps = [z - row[right] for z in row]
    top = max(gaps)
    return top + math.log(sum(math.exp(gap - top) for gap in gaps))


def cross_entropy(logits, classes):
    return sum(_odds_against(row, right) for row, right in zip(logits, classes)) / len(classes)


def cross_entropy_gradient(logits, classes):
    gradient = np.zeros(logits.shape)
    for n, row in enumerate(logits):
        for k in range(len(row)):
            gradient[n, k] = (math.exp(-_odds_against(row, k)) - (k == classes[n])) / len(classes)
    return gradient
