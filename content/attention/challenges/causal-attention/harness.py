import numpy as np
import solution


def read(x, query_weights, key_weights, value_weights):
    """Reads a sequence position by position; returns all outputs, and the keys and values at the end."""
    keys = np.zeros((0, key_weights.shape[1]))
    values = np.zeros((0, value_weights.shape[1]))
    outputs = []
    for token in x:
        output, keys, values = solution.attend_next(token, keys, values, query_weights, key_weights, value_weights)
        outputs.append(output)
    return np.array(outputs), keys, values
