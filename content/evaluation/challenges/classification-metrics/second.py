import numpy as np


def confusion_matrix(truth, predicted, classes):
    # Every pair of classes as one number, counted.
    return np.bincount(truth * classes + predicted, minlength=classes**2).reshape(classes, classes)


def accuracy(confusion):
    wrong = sum(confusion[i, j] for i in range(len(confusion)) for j in range(len(confusion)) if i != j)
    return 1 - wrong / confusion.sum()


def per_class(confusion):
    rows = []
    for k in range(len(confusion)):
        hits = confusion[k, k]
        false_alarms = sum(confusion[:, k]) - hits
        misses = sum(confusion[k]) - hits
        # With hits above 0 no divisor is 0; without hits all three are 0 by definition or as 0/0.
        if hits == 0:
            rows.append((0.0, 0.0, 0.0))
        else:
            rows.append((hits / (hits + false_alarms), hits / (hits + misses), hits / (hits + (false_alarms + misses) / 2)))
    precision, recall, f1 = np.array(rows).T
    return precision, recall, f1


def macro(confusion):
    return tuple(sum(values) / len(values) for values in per_class(confusion))
