import numpy as np


class Dense:
    """A dense layer, y = x W + b. Its gradients add up until they are cleared."""

    def __init__(self, weights, bias):
        self.weights, self.bias = weights, bias
        self.clear()

    def clear(self):
        self.d_weights = np.zeros(self.weights.shape)
        self.d_bias = np.zeros(self.bias.shape)

    def forward(self, x):
        self.x = x
        return x @ self.weights + self.bias

    def backward(self, upstream):
        self.d_weights += self.x.T @ upstream
        self.d_bias += upstream.sum(axis=0)
        return upstream @ self.weights.T

    def step(self, rate):
        self.weights = self.weights - rate * self.d_weights
        self.bias = self.bias - rate * self.d_bias


class Network:
    """A dense layer, tanh, and another dense layer."""

    def __init__(self, w1, b1, w2, b2):
        self.first, self.last = Dense(w1, b1), Dense(w2, b2)

    def clear(self):
        self.first.clear()
        self.last.clear()

    def forward(self, x):
        self.hidden = np.tanh(self.first.forward(x))
        return self.last.forward(self.hidden)

    def backward(self, upstream):
        d_hidden = self.last.backward(upstream)
        self.first.backward(d_hidden * (1 - self.hidden**2))

    def step(self, rate):
        self.first.step(rate)
        self.last.step(rate)


def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def cross_entropy(logits, classes):
    rows = np.arange(len(logits))
    shifted = logits - logits.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, classes]
    gradient = softmax(logits)
    gradient[rows, classes] -= 1
    return losses.mean(), gradient / len(logits)


def probabilities(x, parameters):
    return softmax(Network(*parameters).forward(x))


def train(x, classes, parameters, batch_size, rate, epochs):
    network = Network(*parameters)
    losses = []
    for _ in range(epochs):
        for start in range(0, len(x), batch_size):
            batch = slice(start, start + batch_size)
            logits = network.forward(x[batch])
            loss, gradient = cross_entropy(logits, classes[batch])
            losses.append(loss)
            network.clear()
            network.backward(gradient)
            network.step(rate)
    first, last = network.first, network.last
    return np.array(losses), first.weights, first.bias, last.weights, last.bias
