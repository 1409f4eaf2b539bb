import numpy as np


def k_fold_split(order, k, fold):
    small, longer = divmod(len(order), k)
    start = fold * small + min(fold, longer)
    stop = start + small + (fold < longer)
    inside = [start <= position < stop for position in range(len(order))]
    training = [index for index, kept in zip(order, inside) if not kept]
    validation = [index for index, kept in zip(order, inside) if kept]
    return np.array(training), np.array(validation)


def stratified_folds(classes, k):
    folds = [0] * len(classes)
    turn = 0
    for one in sorted(set(classes.tolist())):
        for index, own in enumerate(classes):
            if own == one:
                folds[index] = turn
                turn = 0 if turn == k - 1 else turn + 1
    return np.array(folds)
