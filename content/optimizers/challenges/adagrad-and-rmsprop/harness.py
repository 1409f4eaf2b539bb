import numpy as np
import solution


def train(x, targets, weights, name, settings, steps):
    """Fits x @ weights to the targets by the mean squared error; returns the losses, the weights and the state."""
    step = getattr(solution, name)
    state = np.zeros_like(weights)
    losses = []
    for _ in range(steps):
        error = x @ weights - targets
        losses.append(np.mean(error**2))
        gradient = 2 * x.T @ error / len(error)
        weights, state = step(weights, gradient, state, *(float(value) for value in settings))
    return np.array(losses), weights, state
