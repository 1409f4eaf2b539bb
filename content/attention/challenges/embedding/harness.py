import numpy as np
import solution


def train(tokens, targets, table, weights, padding, rate, steps):
    """Trains an embedding and a linear layer on the mean squared error; returns losses, table and weights."""
    losses = []
    for _ in range(steps):
        vectors = solution.embedding(table, tokens)
        error = vectors @ weights - targets
        losses.append(np.mean(error**2))
        upstream = 2 * error / error.size
        d_table = solution.embedding_backward(upstream @ weights.T, tokens, len(table), padding)
        weights = weights - rate * np.einsum("ntd,nte->de", vectors, upstream)
        table = table - rate * d_table
    return np.array(losses), table, weights
