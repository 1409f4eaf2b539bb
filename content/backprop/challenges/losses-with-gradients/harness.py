import numpy as np
import solution


def train(x, classes, weights, rate, steps):
    """Trains a linear classifier by the cross-entropy; returns the losses and the weights at the end."""
    losses = []
    for _ in range(steps):
        logits = x @ weights
        losses.append(float(solution.cross_entropy(logits, classes)))
        weights = weights - rate * x.T @ solution.cross_entropy_gradient(logits, classes)
    return np.array(losses), weights
