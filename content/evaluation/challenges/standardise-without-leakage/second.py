import math

import numpy as np


def fit(train):
    """Welford's running mean and sum of squared distances, feature by feature."""
    means, scales = [], []
    for values in zip(*train):
        mean, squares = 0.0, 0.0
        for count, x in enumerate(values, start=1):
            away = x - mean
            mean += away / count
            squares += away * (x - mean)
        means.append(mean)
        scales.append(1.0 if len(set(values)) == 1 else math.sqrt(squares / len(values)))
    return np.array(means), np.array(scales)


def transform(x, mean, scale):
    out = np.empty(x.shape)
    for d in range(x.shape[1]):
        out[:, d] = (x[:, d] - mean[d]) / scale[d]
    return out


def standardise_splits(train, validation, test):
    mean, scale = fit(train)
    together = transform(np.concatenate([train, validation, test]), mean, scale)
    return tuple(np.split(together, [len(train), len(train) + len(validation)]))
