import numpy as np


def confusion_matrix(truth, predicted, classes):
    """Counts (C, C) of true (rows) and predicted (columns) classes, from two arrays of class numbers (N,)."""
    raise NotImplementedError


def accuracy(confusion):
    """Share of right predictions."""
    raise NotImplementedError


def per_class(confusion):
    """Precision, recall and F1 of each class, (C,) each; 0/0 is 0."""
    raise NotImplementedError


def macro(confusion):
    """Means over the classes of precision, recall and F1."""
    raise NotImplementedError
