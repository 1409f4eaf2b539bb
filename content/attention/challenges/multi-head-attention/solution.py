import numpy as np


def multi_head_attention(x, query_weights, key_weights, value_weights, output_weights, heads):
    _, _, values, weights = _attend(x, query_weights, key_weights, value_weights, heads)
    return _merge(weights @ values) @ output_weights


def multi_head_attention_backward(upstream, x, query_weights, key_weights, value_weights, output_weights, heads):
    queries, keys, values, weights = _attend(x, query_weights, key_weights, value_weights, heads)
    d_output_weights = _merge(weights @ values).T @ upstream
    d_mixed = _split(upstream @ output_weights.T, heads)
    d_weights = d_mixed @ values.swapaxes(1, 2)
    d_scores = weights * (d_weights - (weights * d_weights).sum(axis=2, keepdims=True))
    d_scores = d_scores / np.sqrt(queries.shape[2])
    d_queries = _merge(d_scores @ keys)
    d_keys = _merge(d_scores.swapaxes(1, 2) @ queries)
    d_values = _merge(weights.swapaxes(1, 2) @ d_mixed)
    d_x = d_queries @ query_weights.T + d_keys @ key_weights.T + d_values @ value_weights.T
    return d_x, x.T @ d_queries, x.T @ d_keys, x.T @ d_values, d_output_weights


def _attend(x, query_weights, key_weights, value_weights, heads):
    """Queries, keys and values (H, T, d) of all heads, and their attention weights (H, T, T)."""
    queries = _split(x @ query_weights, heads)
    keys = _split(x @ key_weights, heads)
    values = _split(x @ value_weights, heads)
    scores = queries @ keys.swapaxes(1, 2) / np.sqrt(queries.shape[2])
    exponentials = np.exp(scores - scores.max(axis=2, keepdims=True))
    return queries, keys, values, exponentials / exponentials.sum(axis=2, keepdims=True)


def _split(a, heads):
    """(T, D) as (H, T, d)."""
    return a.reshape(len(a), heads, -1).swapaxes(0, 1)


def _merge(parts):
    """(H, T, d) as (T, D)."""
    return parts.swapaxes(0, 1).reshape(parts.shape[1], -1)
