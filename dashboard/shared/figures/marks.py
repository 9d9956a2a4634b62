"""What our figures are made of: bars, points and lines in the units of their axes. Words are as they were typed.

`figure.js` draws them, and makes text of every word, never HTML.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.words.text import shortened

GREY = "#767676"  # on white and on black
BLUE, ORANGE, VERMILION, GREEN = "#0072B2", "#E69F00", "#D55E00", "#009E73"  # Okabe and Ito's, told apart by all
HEADROOM = 0.05  # of an axis, beyond the last value
TOLD_CHARACTERS = 70  # of a line at a pointer


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high`, which is the smaller where the axis runs down or to the left."""

    low: float
    high: float
    title: str = ""
    ticks: Sequence[tuple[float, str]] | None = None  # None: round values that the browser chooses
    unit: str = ""  # behind the browser's values
    is_whole: bool = False  # of things that are counted
    has_grid: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle between two values of either axis, with a number in it where it fits."""

    across: tuple[float, float]
    up: tuple[float, float]
    fill: str
    strength: float = 1.0  # opacity
    is_hatched: bool = False
    text: str = ""
    ink: str = ""
    told: str = ""  # where a pointer rests; lines are parted by a line break


@dataclass(frozen=True, slots=True)
class Point:
    """A value with its intervals, if it has any."""

    x: float
    y: float
    fill: str
    symbol: str = "circle"  # circle, square, diamond, triangle or cross
    is_open: bool = False
    size: float = 9  # px
    across: tuple[float, float] | None = None
    up: tuple[float, float] | None = None
    of_interval: str = GREY
    name: str = ""  # above the point
    told: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line between two places."""

    start: tuple[float, float]
    end: tuple[float, float]
    colour: str = GREY
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A pair of axes and what stands between them; `height`: px between the ends of the vertical one."""

    x: Axis
    y: Axis
    height: float
    bars: Sequence[Bar] = ()
    lines: Sequence[Line] = ()
    points: Sequence[Point] = ()


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What stands in the key: the look of `Bar`, `Point` (by its symbol) or `Line` (`line`), and what it means."""

    words: str
    fill: str
    symbol: str = "bar"
    strength: float = 1.0
    is_hatched: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Panels below each other, the key above them, and below them what a saved picture must say itself."""

    panels: Sequence[Panel]
    caption: str
    key: Sequence[KeyEntry] = ()


def reach(values: Iterable[float | None]) -> float:
    """The end of an axis from nought that holds all values; 1 where there is none above it."""
    highest = max((value for value in values if value is not None and value == value), default=0.0)
    return highest * (1 + HEADROOM) or 1.0


def told(*lines: str) -> str:
    """Words at a pointer, a line each; empty ones are left out and long ones cut at a word."""
    return "\n".join(shortened(" ".join(line.split()), TOLD_CHARACTERS) for line in lines if line)
