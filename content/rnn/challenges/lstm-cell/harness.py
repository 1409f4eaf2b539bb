import numpy as np
import solution


def train(inputs, targets, projection, h0, c0, w_x, w_h, b, rate, steps):
    """Trains a projection of the inputs and the cell, run over a sequence, by the squared error of the last state."""
    losses = []
    for _ in range(steps):
        states = [(h0, c0)]
        xs = inputs @ projection
        for x in xs:
            states.append(solution.lstm_forward(x, *states[-1], w_x, w_h, b))
        error = states[-1][0] - targets
        losses.append(np.mean(error**2))
        d_h, d_c = 2 * error / error.size, np.zeros(c0.shape)
        d_projection, d_w_x, d_w_h, d_b = 0, 0, 0, 0
        for t in reversed(range(len(xs))):
            d_x, d_h, d_c, *shared = solution.lstm_backward(d_h, d_c, xs[t], *states[t], w_x, w_h, b)
            d_projection = d_projection + inputs[t].T @ d_x
            d_w_x, d_w_h, d_b = d_w_x + shared[0], d_w_h + shared[1], d_b + shared[2]
        projection = projection - rate * d_projection
        h0, c0 = h0 - rate * d_h, c0 - rate * d_c
        w_x, w_h, b = w_x - rate * d_w_x, w_h - rate * d_w_h, b - rate * d_b
    return np.array(losses), projection, h0, c0, w_x, w_h, b
