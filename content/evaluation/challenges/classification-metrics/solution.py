import numpy as np


def confusion_matrix(truth, predicted, classes):
    confusion = np.zeros((classes, classes))
    np.add.at(confusion, (truth, predicted), 1)
    return confusion


def accuracy(confusion):
    return np.trace(confusion) / confusion.sum()


def per_class(confusion):
    right = np.diag(confusion)
    precision = _ratio(right, confusion.sum(axis=0))
    recall = _ratio(right, confusion.sum(axis=1))
    f1 = _ratio(2 * precision * recall, precision + recall)
    return precision, recall, f1


def macro(confusion):
    precision, recall, f1 = per_class(confusion)
    return precision.mean(), recall.mean(), f1.mean()


def _ratio(part, whole):
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
