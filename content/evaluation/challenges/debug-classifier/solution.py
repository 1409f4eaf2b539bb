import numpy as np


class BatchNorm:
    """Normalises columns, by the batch in training and by running values otherwise."""

    def __init__(self, width):
        self.mean, self.variance = np.zeros(width), np.ones(width)
        self.training = True

    def forward(self, x):
        mean, variance = self.mean, self.variance
        if self.training:
            mean, variance = x.mean(axis=0), x.var(axis=0)
            self.mean = 0.9 * self.mean + 0.1 * mean
            self.variance = 0.9 * self.variance + 0.1 * variance
        return (x - mean) / np.sqrt(variance + 1e-5)


def prepare(x, classes, order, size):
    x, classes = x[order], classes[order]
    mean, deviation = x[:size].mean(axis=0), x[:size].std(axis=0)
    x = (x - mean) / deviation
    return x[:size], classes[:size], x[size:], classes[size:]


def accuracy(logits, classes):
    return np.mean(logits.argmax(axis=1) == classes)


def cross_entropy(logits, classes):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    chosen = np.arange(len(logits)), classes
    gradient = np.exp(log_p)
    gradient[chosen] -= 1
    return -log_p[chosen].mean(), gradient / len(logits)


def run(x, classes, order, size, features, weights, bias, rate, epochs):
    x_train, classes_train, x_val, classes_val = prepare(x, classes, order, size)
    hidden_train, hidden_val = np.tanh(x_train @ features), np.tanh(x_val @ features)
    norm = BatchNorm(len(weights))
    losses, val_losses, accuracies = [], [], []
    for _ in range(epochs):
        normal = norm.forward(hidden_train)
        loss, gradient = cross_entropy(normal @ weights + bias, classes_train)
        losses.append(loss)
        weights = weights - rate * normal.T @ gradient
        bias = bias - rate * gradient.sum(axis=0)

        norm.training = False
        logits = norm.forward(hidden_val) @ weights + bias
        norm.training = True
        val_losses.append(cross_entropy(logits, classes_val)[0])
        accuracies.append(accuracy(logits, classes_val))
    return np.array(losses), np.array(val_losses), np.array(accuracies), weights, bias
