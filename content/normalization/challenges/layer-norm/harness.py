import numpy as np
import solution


def train(x, targets, weights, gamma, beta, epsilon, rate, steps):
    """Trains a matrix product followed by the layer norm on the mean squared error."""
    losses = []
    for _ in range(steps):
        inner = x @ weights
        error = solution.layer_norm_forward(inner, gamma, beta, epsilon) - targets
        losses.append(np.mean(error**2))
        d_inner, d_gamma, d_beta = solution.layer_norm_backward(2 * error / error.size, inner, gamma, epsilon)
        weights = weights - rate * x.T @ d_inner
        gamma, beta = gamma - rate * d_gamma, beta - rate * d_beta
    return np.array(losses), weights, gamma, beta
