import math

import numpy as np


def _attend(query, keys, values):
    """One query over the keys it may see, in one pass with a running maximum and sum."""
    top, total, mixed = -math.inf, 0.0, np.zeros(values.shape[1])
    for key, value in zip(keys, values):
        score = sum(q * k for q, k in zip(query, key)) * len(query) ** -0.5
        new_top = max(top, score)
        shrink, weight = math.exp(top - new_top), math.exp(score - new_top)
        total = total * shrink + weight
        mixed = mixed * shrink + weight * value
        top = new_top
    return mixed / total


def causal_attention(x, query_weights, key_weights, value_weights):
    output = []
    for t in range(len(x)):
        seen = x[: t + 1]
        output.append(_attend(x[t] @ query_weights, seen @ key_weights, seen @ value_weights))
    return np.array(output)


def attend_next(token, keys, values, query_weights, key_weights, value_weights):
    keys = np.array([*keys, token @ key_weights])
    values = np.array([*values, token @ value_weights])
    return _attend(token @ query_weights, keys, values), keys, values
