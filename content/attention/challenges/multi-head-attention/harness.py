import numpy as np
import solution


def train(x, targets, first, weights, heads, rate, steps):
    """Trains a matrix product followed by the attention on the mean squared error; returns losses and all weights."""
    losses = []
    for _ in range(steps):
        inner = x @ first
        error = solution.multi_head_attention(inner, *weights, heads) - targets
        losses.append(np.mean(error**2))
        d_inner, *gradients = solution.multi_head_attention_backward(2 * error / error.size, inner, *weights, heads)
        first = first - rate * x.T @ d_inner
        weights = [matrix - rate * gradient for matrix, gradient in zip(weights, gradients)]
    return (np.array(losses), first, *weights)
