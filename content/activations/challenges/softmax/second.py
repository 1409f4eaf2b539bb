import math

import numpy as np


def _row_log_sum_exp(row):
    # One pass: the sum is rescaled whenever a larger logit turns up.
    largest, total = -math.inf, 0.0
    for z in row:
        if z > largest:
            total = total * math.exp(largest - z) + 1.0
            largest = z
        else:
            total += math.exp(z - largest)
    return largest + math.log(total)


def log_sum_exp(logits):
    return np.array([_row_log_sum_exp(row) for row in logits.tolist()])


def log_softmax(logits):
    return np.array([[z - _row_log_sum_exp(row) for z in row] for row in logits.tolist()])


def softmax(logits):
    return np.array([[math.exp(z - _row_log_sum_exp(row)) for z in row] for row in logits.tolist()])
