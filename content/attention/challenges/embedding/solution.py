import numpy as np


def embedding(table, tokens):
    return table[tokens]


def embedding_backward(upstream, tokens, rows, padding):
    d_table = np.zeros((rows, upstream.shape[2]))
    np.add.at(d_table, tokens, upstream)
    if padding is not None:
        d_table[padding] = 0
    return d_table
