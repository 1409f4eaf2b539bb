import numpy as np


def causal_attention(x, query_weights, key_weights, value_weights):
    """Output (T, e) of one head for x (T, D), with weights (D, d), (D, d) and (D, e)."""
    raise NotImplementedError


def attend_next(token, keys, values, query_weights, key_weights, value_weights):
    """Output (e,), keys (t + 1, d) and values (t + 1, e) for a token (D,) after t positions."""
    raise NotImplementedError
