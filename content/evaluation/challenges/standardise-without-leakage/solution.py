import numpy as np


def fit(train):
    # A constant feature's deviation may come out as 1e-17, so its values are compared instead.
    constant = train.max(axis=0) == train.min(axis=0)
    return train.mean(axis=0), np.where(constant, 1.0, train.std(axis=0))


def transform(x, mean, scale):
    return (x - mean) / scale


def standardise_splits(train, validation, test):
    mean, scale = fit(train)
    return tuple(transform(split, mean, scale) for split in (train, validation, test))
