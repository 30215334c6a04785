"""Numbers as a drawing writes them: with a point, so that no language writes them with a comma. Pure."""


def short(value: float) -> str:
    """ "12.5", "40": one digit after the point at most."""
    return f"{value:.1f}".removesuffix(".0")


def whole(value: float) -> str:
    """ "13": where half a point more or less is not seen."""
    return str(round(value))


def width_of(words: str, size: float) -> float:
    """About how wide words are drawn in a letter of this size; too wide rather than too narrow."""
    return len(words) * size * 0.55
