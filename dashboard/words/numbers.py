"""Numbers as pages print them."""


def percent(value: float) -> str:
    """A share in whole percent; what is neither none nor all never reads as 0% or 100%."""
    value = round(value, 9)  # an interval's end that is nought but for the arithmetic
    if 0 < value < 0.005:
        return "<1%"
    if 0.995 < value < 1:
        return ">99%"
    return f"{value:.0%}"
