import numpy as np


def causal_attention(x, query_weights, key_weights, value_weights):
    queries, keys, values = x @ query_weights, x @ key_weights, x @ value_weights
    scores = queries @ keys.T / np.sqrt(keys.shape[1])
    future = np.triu(np.ones(scores.shape, dtype=bool), k=1)
    scores = np.where(future, -np.inf, scores)
    return _softmax(scores) @ values


def attend_next(token, keys, values, query_weights, key_weights, value_weights):
    keys = np.vstack([keys, token @ key_weights])
    values = np.vstack([values, token @ value_weights])
    scores = keys @ (token @ query_weights) / np.sqrt(keys.shape[1])
    return _softmax(scores) @ values, keys, values


def _softmax(scores):
    exponentials = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)
