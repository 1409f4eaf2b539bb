import numpy as np


def mse(prediction, target):
    return np.mean((prediction - target) ** 2)


def mse_gradient(prediction, target):
    return 2 * (prediction - target) / prediction.size


def _log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def cross_entropy(logits, classes):
    rows = np.arange(len(classes))
    return -_log_softmax(logits)[rows, classes].mean()


def cross_entropy_gradient(logits, classes):
    gradient = np.exp(_log_softmax(logits))
    gradient[np.arange(len(classes)), classes] -= 1
    return gradient / len(classes)
