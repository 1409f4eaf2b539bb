import numpy as np
import solution


def learn(x, classes, parameters, orders, batch_size, rate, goal):
    """Trains; returns the number of epochs, the last loss, and the share of examples that are then classified right."""
    losses, w1, b1, w2, b2 = solution.train(x, classes, parameters, orders, batch_size, rate, goal)
    predicted = (np.tanh(x @ w1 + b1) @ w2 + b2).argmax(axis=1)
    return len(losses), losses[-1], (predicted == classes).mean()
