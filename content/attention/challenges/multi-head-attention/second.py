import math

import numpy as np


def _columns(heads, width):
    size = width // heads
    return [slice(h * size, (h + 1) * size) for h in range(heads)]


def _weights(query, keys):
    scores = [float(query @ key) / math.sqrt(len(query)) for key in keys]
    top = max(scores)
    total = sum(math.exp(score - top) for score in scores)
    return np.array([math.exp(score - top) / total for score in scores])


def multi_head_attention(x, query_weights, key_weights, value_weights, output_weights, heads):
    # Head by head and query by query; each head adds its share of the output.
    output = np.zeros(x.shape)
    for part in _columns(heads, x.shape[1]):
        keys, values = x @ key_weights[:, part], x @ value_weights[:, part]
        for t, row in enumerate(x):
            output[t] += _weights(row @ query_weights[:, part], keys) @ values @ output_weights[part]
    return output


def multi_head_attention_backward(upstream, x, query_weights, key_weights, value_weights, output_weights, heads):
    d_x = np.zeros(x.shape)
    d_query, d_key, d_value, d_output = (np.zeros(output_weights.shape) for _ in range(4))
    for part in _columns(heads, x.shape[1]):
        queries, keys, values = x @ query_weights[:, part], x @ key_weights[:, part], x @ value_weights[:, part]
        scale = 1 / math.sqrt(keys.shape[1])
        for t, row in enumerate(x):
            p = _weights(queries[t], keys)
            d_mixed = output_weights[part] @ upstream[t]
            d_output[part] += np.outer(p @ values, upstream[t])
            jacobian = np.diag(p) - np.outer(p, p)
            d_scores = jacobian @ (values @ d_mixed) * scale
            d_q = d_scores @ keys
            d_x[t] += query_weights[:, part] @ d_q
            d_query[:, part] += np.outer(row, d_q)
            for s, other in enumerate(x):
                d_k, d_v = d_scores[s] * queries[t], p[s] * d_mixed
                d_x[s] += key_weights[:, part] @ d_k + value_weights[:, part] @ d_v
                d_key[:, part] += np.outer(other, d_k)
                d_value[:, part] += np.outer(other, d_v)
    return d_x, d_query, d_key, d_value, d_output
