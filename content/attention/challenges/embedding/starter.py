import numpy as np


def embedding(table, tokens):
    """Rows (N, T, D) of the table (V, D) for tokens (N, T)."""
    raise NotImplementedError


def embedding_backward(upstream, tokens, rows, padding):
    """Gradient (V, D) of a table of that many rows for the upstream gradient (N, T, D); padding may be None."""
    raise NotImplementedError
