import numpy as np


def k_fold_split(order, k, fold):
    """(training, validation) indices when block number `fold` of the k blocks of `order` is for validation."""
    raise NotImplementedError


def stratified_folds(classes, k):
    """For every example the fold (0 to k - 1) in which it is for validation, (N,), dealt out class by class."""
    raise NotImplementedError
