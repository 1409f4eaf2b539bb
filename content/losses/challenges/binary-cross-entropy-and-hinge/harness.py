import numpy as np
import solution


def train(name, x, answers, weights, bias, rate, steps):
    """Trains a linear classifier by one of the losses; returns the losses, the weights and the bias at the end."""
    loss, gradient = getattr(solution, name), getattr(solution, name + "_gradient")
    losses = []
    for _ in range(steps):
        outputs = x @ weights + bias
        losses.append(float(loss(outputs, answers)))
        upstream = gradient(outputs, answers)
        weights, bias = weights - rate * x.T @ upstream, bias - rate * upstream.sum()
    return np.array(losses), weights, bias
