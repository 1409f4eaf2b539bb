import numpy as np
import solution


def train(x, targets, blocks, rate, steps):
    """Trains a stack of blocks [w1, b1, w2, b2] on the mean squared error; returns losses and the first block."""
    losses = []
    for _ in range(steps):
        inputs = [x]
        for block in blocks:
            inputs.append(solution.residual_forward(inputs[-1], *block))
        error = inputs.pop() - targets
        losses.append(np.mean(error**2))
        gradient = 2 * error / error.size
        for i in reversed(range(len(blocks))):
            w1, b1, w2, _ = blocks[i]
            gradient, *own = solution.residual_backward(gradient, inputs[i], w1, b1, w2)
            blocks = blocks[:i] + [[w - rate * d for w, d in zip(blocks[i], own)]] + blocks[i + 1 :]
    return np.array(losses), *blocks[0]
