"""Chance that can be repeated."""

import random


def dice_for(*words: object) -> random.Random:
    """A generator that depends on these words alone: the same words, the same choices, on every machine."""
    return random.Random(" ".join(str(word) for word in words))
