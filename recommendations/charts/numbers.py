"""Numbers as text in a drawing, with a decimal point in every language. Pure."""


def short(value: float) -> str:
    """Return a number with at most one decimal: "12.5", "40"."""
    return f"{value:.1f}".removesuffix(".0")


def rounded(value: float) -> str:
    """Return a number rounded to an integer: "13"."""
    return str(round(value))


def width_of(words: str, size: float) -> float:
    """Return a generous estimate of the width of words in letters of this size."""
    return len(words) * size * 0.55
