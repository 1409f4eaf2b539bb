import numpy as np
import solution


def write(table, token, temperature, uniforms):
    """A text of tokens: the next one's logits stand in the row of the table that the last token names."""
    text = []
    for u in uniforms:
        token = int(solution.pick(table[token], temperature, float(u)))
        text.append(token)
    return np.array(text)


def shares(logits, temperature, count):
    """How often each token is picked by `count` numbers spread evenly from 0 to 1."""
    tokens = [int(solution.pick(logits, temperature, (i + 0.5) / count)) for i in range(count)]
    return np.bincount(tokens, minlength=len(logits)) / count
