import math

import numpy as np


def attention(queries, keys, values, causal):
    # Query by query, over the keys it may see alone.
    output = np.zeros((len(queries), values.shape[1]))
    weights = np.zeros((len(queries), len(keys)))
    for t, query in enumerate(queries):
        seen = t + 1 if causal else len(keys)
        scores = [sum(float(q) * float(k) for q, k in zip(query, keys[s])) / math.sqrt(len(query)) for s in range(seen)]
        top = max(scores)
        total = sum(math.exp(score - top) for score in scores)
        for s, score in enumerate(scores):
            weights[t, s] = math.exp(score - top) / total
            output[t] += weights[t, s] * values[s]
    return output, weights
