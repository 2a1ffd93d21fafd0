"""Functions of earlier notebooks, for students whose own are not beside this one or not right."""

import numpy as np


def normalize_embeddings(E):
    """Return E with every row scaled to length 1; rows of zeros stay as they are."""
    lengths = np.linalg.norm(E, axis=1, keepdims=True)  # (n, 1)
    return E / np.where(lengths == 0, 1.0, lengths)  # (n, d)


def nearest_word(vector, embeddings, exclude=()):
    """Return the word whose vector makes the smallest angle with `vector`."""
    words = [word for word in embeddings if word not in exclude]
    rows = normalize_embeddings(np.array([embeddings[word] for word in words], dtype=float))
    return words[int(np.argmax(rows @ vector))]


_WORDS = {
    "long": np.array([9.0, 2.0]),
    "alike": np.array([3.0, 3.1]),
    "close": np.array([0.6, 0.9]),
}

TRIES = {
    "normalize_embeddings": lambda function: function(
        np.array([[3.0, -4.0], [0.0, 0.0], [3e-6, 4e-6]])
    ),
    "nearest_word": lambda function: [
        list(_WORDS).index(function(np.array([1.0, 1.0]), _WORDS, exclude))
        for exclude in ((), ("alike",), ("alike", "close"))
    ],
}
"""How each function is tried on a small example, with numbers as the result."""
