import numpy as np
import solution


def train(splits, targets, weights, rate, steps):
    """Fits a line to the first split, standardised; returns the losses, the weights, and the other splits' losses."""
    first, *others = solution.standardise_splits(*splits)
    losses = []
    for _ in range(steps):
        error = first @ weights - targets[0]
        losses.append(np.mean(error**2))
        weights = weights - rate * 2 * first.T @ error / len(error)
    held_out = [np.mean((x @ weights - wanted) ** 2) for x, wanted in zip(others, targets[1:])]
    return np.array(losses), weights, np.array(held_out)
