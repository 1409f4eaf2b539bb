import numpy as np
import solution


def _gradients(x, targets, weights, bias):
    error = x @ weights + bias - targets
    upstream = 2 * error / error.size
    return np.mean(error**2), [x.T @ upstream, upstream.sum(axis=0)]


def train_penalised(x, targets, weights, bias, l1, l2, rate, steps):
    """Trains a dense layer on the mean squared error with the penalty added; returns losses, weights and bias."""
    losses = []
    for _ in range(steps):
        loss, gradients = _gradients(x, targets, weights, bias)
        losses.append(loss + solution.penalty([weights, bias], l1, l2))
        pulls = solution.penalty_gradients([weights, bias], l1, l2)
        weights = weights - rate * (gradients[0] + pulls[0])
        bias = bias - rate * (gradients[1] + pulls[1])
    return np.array(losses), weights, bias


def train_decayed(x, targets, weights, bias, decay, rate, steps):
    """Trains the same layer with weight decay; returns the losses, which hold no penalty, weights and bias."""
    losses = []
    for _ in range(steps):
        loss, gradients = _gradients(x, targets, weights, bias)
        losses.append(loss)
        weights, bias = solution.decayed_step([weights, bias], gradients, rate, decay)
    return np.array(losses), weights, bias
