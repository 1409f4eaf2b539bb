import numpy as np


def adagrad_step(weights, gradient, total, rate, epsilon):
    total = total + gradient**2
    return weights - rate * gradient / (np.sqrt(total) + epsilon), total


def rmsprop_step(weights, gradient, average, rate, decay, epsilon):
    average = decay * average + (1 - decay) * gradient**2
    return weights - rate * gradient / (np.sqrt(average) + epsilon), average
