import numpy as np
import solution


def recall(words, targets, embedding, start, w_x, w_h, b, out, rate, steps):
    """Trains embedding, recurrent layer and read-out of its last state, which has to recall the first word."""
    losses = []
    sequences = words.T
    for _ in range(steps):
        xs = embedding[sequences]
        h0 = np.tile(start, (len(words), 1))
        hs = solution.rnn_forward(xs, h0, w_x, w_h, b)
        error = hs[-1] @ out - targets
        losses.append(np.mean(error**2))
        d_y = 2 * error / error.size
        upstream = np.zeros(hs.shape)
        upstream[-1] = np.outer(d_y, out)
        d_xs, d_h0, d_w_x, d_w_h, d_b = solution.rnn_backward(upstream, xs, hs, h0, w_x, w_h)
        d_embedding = np.zeros(embedding.shape)
        np.add.at(d_embedding, sequences, d_xs)
        embedding = embedding - rate * d_embedding
        start = start - rate * d_h0.sum(axis=0)
        w_x, w_h, b = w_x - rate * d_w_x, w_h - rate * d_w_h, b - rate * d_b
        out = out - rate * hs[-1].T @ d_y
    return np.array(losses), embedding, start, w_x, w_h, b, out
