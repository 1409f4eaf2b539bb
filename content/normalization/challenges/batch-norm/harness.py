import numpy as np
import solution


def train(x, targets, weights, gamma, beta, rate, steps):
    """Trains a matrix product followed by batch norm, then evaluates; returns losses, parameters and the evaluation."""
    running_mean, running_variance = np.zeros(len(gamma)), np.ones(len(gamma))
    losses = []
    for _ in range(steps):
        inner = x @ weights
        y, running_mean, running_variance = solution.batch_norm_train(
            inner, gamma, beta, running_mean, running_variance, 0.1, 1e-5
        )
        error = y - targets
        losses.append(np.mean(error**2))
        d_inner, d_gamma, d_beta = solution.batch_norm_backward(2 * error / error.size, inner, gamma, 1e-5)
        weights = weights - rate * x.T @ d_inner
        gamma, beta = gamma - rate * d_gamma, beta - rate * d_beta
    evaluated = solution.batch_norm_eval(x @ weights, gamma, beta, running_mean, running_variance, 1e-5)
    return np.array(losses), weights, gamma, beta, evaluated
