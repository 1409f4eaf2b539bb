import numpy as np


def fit(train):
    """Mean and scale (D,) of every feature of the training split (N, D)."""
    raise NotImplementedError


def transform(x, mean, scale):
    """The data (N, D) with the mean taken off and divided by the scale."""
    raise NotImplementedError


def standardise_splits(train, validation, test):
    """All three splits, transformed by what was fitted on the first."""
    raise NotImplementedError
