import numpy as np
import solution


def watch(losses, weights, *settings):
    """Hands over one loss after the other, with weights that are doubled in place after each epoch.

    Returns whether it said stop (1) or not (0) at each, the best loss, and the weights restored.
    """
    stopping = solution.EarlyStopping(*settings)
    weights = [w.copy() for w in weights]
    stops = []
    for loss in losses:
        stops.append(1.0 if stopping.update(float(loss), weights) else 0.0)
        for w in weights:
            w *= 2
    return np.array(stops), stopping.best_loss, *stopping.restore()


def restore_again(loss, weights):
    """Restores, overwrites what came back with zeros, and restores again."""
    stopping = solution.EarlyStopping(1)
    stopping.update(loss, weights)
    for w in stopping.restore():
        w[:] = 0
    return tuple(stopping.restore())


def train(x, targets, held_x, held_targets, weights, rate, epochs, *settings):
    """Fits x @ weights to the targets, one step an epoch, in place, until the loss on held-out data says stop.

    Returns the held-out losses of the epochs that were run, the best of them, and the weights restored.
    """
    stopping = solution.EarlyStopping(*settings)
    weights = weights.copy()
    losses = []
    for _ in range(epochs):
        error = x @ weights - targets
        weights -= rate * 2 * x.T @ error / error.size
        losses.append(np.mean((held_x @ weights - held_targets) ** 2))
        if stopping.update(losses[-1], [weights]):
            break
    return np.array(losses), stopping.best_loss, *stopping.restore()
