import numpy as np


def _one_hot(tokens, rows):
    return (tokens.reshape(-1, 1) == np.arange(rows)).astype(float)


def embedding(table, tokens):
    return (_one_hot(tokens, len(table)) @ table).reshape(*tokens.shape, -1)


def embedding_backward(upstream, tokens, rows, padding):
    chosen = _one_hot(tokens, rows)
    if padding is not None:
        chosen[:, padding] = 0
    return chosen.T @ upstream.reshape(tokens.size, -1)
