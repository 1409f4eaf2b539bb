import numpy as np


def k_fold_split(order, k, fold):
    blocks = np.array_split(order, k)
    validation = blocks.pop(fold)
    training = np.concatenate(blocks)
    return training, validation


def stratified_folds(classes, k):
    by_class = np.argsort(classes, kind="stable")
    folds = np.empty(len(classes), dtype=int)
    folds[by_class] = np.arange(len(classes)) % k
    return folds
