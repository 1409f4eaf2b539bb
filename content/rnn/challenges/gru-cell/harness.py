import numpy as np
import solution


def train(inputs, targets, projection, h0, w_x, w_h, b_x, b_h, rate, steps):
    """Trains a projection of the inputs and the cell, run over a sequence, by the squared error of the last state."""
    losses = []
    for _ in range(steps):
        states = [h0]
        xs = inputs @ projection
        for x in xs:
            states.append(solution.gru_forward(x, states[-1], w_x, w_h, b_x, b_h))
        error = states[-1] - targets
        losses.append(np.mean(error**2))
        d_h = 2 * error / error.size
        d_projection, totals = 0, [0, 0, 0, 0]
        for t in reversed(range(len(xs))):
            d_x, d_h, *shared = solution.gru_backward(d_h, xs[t], states[t], w_x, w_h, b_x, b_h)
            d_projection = d_projection + inputs[t].T @ d_x
            totals = [total + gradient for total, gradient in zip(totals, shared)]
        projection, h0 = projection - rate * d_projection, h0 - rate * d_h
        w_x, w_h, b_x, b_h = (w - rate * total for w, total in zip((w_x, w_h, b_x, b_h), totals))
    return np.array(losses), projection, h0, w_x, w_h, b_x, b_h
