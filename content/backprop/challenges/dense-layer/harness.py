import numpy as np
import solution


def train(x, targets, weights1, bias1, weights2, bias2, rate, steps):
    """Trains dense, tanh, dense on the mean squared error; returns the losses and the weights at the end."""
    losses = []
    for _ in range(steps):
        hidden = np.tanh(solution.dense_forward(x, weights1, bias1))
        error = solution.dense_forward(hidden, weights2, bias2) - targets
        losses.append(np.mean(error**2))
        d_hidden, d_weights2, d_bias2 = solution.dense_backward(2 * error / error.size, hidden, weights2)
        _, d_weights1, d_bias1 = solution.dense_backward(d_hidden * (1 - hidden**2), x, weights1)
        weights1, bias1 = weights1 - rate * d_weights1, bias1 - rate * d_bias1
        weights2, bias2 = weights2 - rate * d_weights2, bias2 - rate * d_bias2
    return np.array(losses), weights1, bias1, weights2, bias2
