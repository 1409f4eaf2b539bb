import numpy as np


def next_token_loss(logits, tokens, padding):
    log_p = _log_softmax(logits[:, :-1])
    targets = tokens[:, 1:]
    surprises = -np.take_along_axis(log_p, targets[:, :, np.newaxis], axis=2)[:, :, 0]
    loss = surprises[targets != padding].mean()
    return loss, np.exp(loss)


def next_token_loss_gradient(logits, tokens, padding):
    p = np.exp(_log_softmax(logits[:, :-1]))
    targets = tokens[:, 1:]
    right = targets[:, :, np.newaxis] == np.arange(logits.shape[2])
    counts = targets != padding
    gradient = np.zeros(logits.shape)
    gradient[:, :-1] = (p - right) * counts[:, :, np.newaxis] / counts.sum()
    return gradient


def _log_softmax(logits):
    shifted = logits - logits.max(axis=2, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))
