import numpy as np


def log_sum_exp(logits):
    largest = logits.max(axis=1, keepdims=True)
    sums = np.exp(logits - largest).sum(axis=1)
    return largest[:, 0] + np.log(sums)


def softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def log_softmax(logits):
    return logits - log_sum_exp(logits)[:, None]
