import numpy as np
import solution


def train(x, targets, first, second, draws, p, rate):
    """Trains tanh(x @ first), dropout, @ second on the mean squared error, one step for each array of draws.

    Returns the losses, both matrices and the output in evaluation afterwards.
    """
    losses = []
    for drawn in draws:
        hidden = np.tanh(x @ first)
        mask = solution.draw_mask(drawn, p)
        thinned = solution.dropout_forward(hidden, mask, p, True)
        error = thinned @ second - targets
        losses.append(np.mean(error**2))
        upstream = 2 * error / error.size
        d_hidden = solution.dropout_backward(upstream @ second.T, mask, p, True)
        second = second - rate * thinned.T @ upstream
        first = first - rate * x.T @ (d_hidden * (1 - hidden**2))
    mask = solution.draw_mask(draws[0], p)
    evaluated = solution.dropout_forward(np.tanh(x @ first), mask, p, False) @ second
    return np.array(losses), first, second, evaluated
