"""Random choices that can be repeated."""

import random


def seeded_random(*words: object) -> random.Random:
    """Return a generator that depends on these words alone: the same words give the same choices on every machine."""
    return random.Random(" ".join(str(word) for word in words))
