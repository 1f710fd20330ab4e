"""The few things that plots are drawn with: elements, scales, ticks, axes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import Markup, escape

Text = str | Markup
STEPS = (1, 2, 5, 10)


def tag(name: str, *inside: Text, **attributes: object) -> Markup:
    """An element; text and attributes are escaped, elements inside are kept.

    In the names of attributes `_` stands for `-`, and one at the end is dropped: `class_`.
    Floats are rounded to tenths, which is as fine as pixels need.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name}{written}>{''.join(map(escape, inside))}</{name}>")


def picture(
    title: str, description: str, width: int, height: int, inside: Sequence[Markup]
) -> Markup:
    """An SVG that reads as one image: its title as its name, its description as what it shows."""
    return tag(
        "svg",
        tag("title", title),
        tag("desc", description),
        *inside,
        class_="plot",
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=f"{title}. {description}",
    )


def words(x: float, y: float, said: str, anchor: str = "middle", class_: str = "label") -> Markup:
    """Words whose baseline starts, ends or has its middle at a point."""
    return tag("text", said, x=x, y=y, text_anchor=anchor, class_=class_)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def rect(x: float, y: float, width: float, height: float, class_: str) -> Markup:
    """A rectangle by its upper left corner."""
    return tag("rect", x=x, y=y, width=width, height=height, class_=class_)


def points(places: Sequence[tuple[float, float]]) -> str:
    """Places as a polyline or polygon takes them."""
    return " ".join(f"{_plain(x)},{_plain(y)}" for x, y in places)


@dataclass(frozen=True, slots=True)
class Scale:
    """From values between `low` and `high` to pixels between `start` and `end`, linearly."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Frame:
    """The field of a plot: its scales, from left to right and from the bottom up."""

    x: Scale
    y: Scale

    def axes(
        self, across: Sequence[tuple[float, str]], up: Sequence[tuple[float, str]]
    ) -> Iterator[Markup]:
        """Lines of a grid at each tick, with its label: below the field and left of it."""
        left, right, bottom = self.x.start, self.x.end, self.y.start
        for value, label in up:
            y = self.y(value)
            yield line(left, y, right, y, "grid" if value > self.y.low else "axis")
            yield words(left - 6, y + 4, label, "end")
        for value, label in across:
            x = self.x(value)
            yield line(x, bottom, x, bottom + 4, "axis")
            yield words(x, bottom + 17, label)


def ticks(high: float, count: int = 5) -> list[float]:
    """From 0 up to the first round value that is not below `high`, in about `count` round steps.

    Steps are 1, 2 or 5 times a power of ten.
    """
    if high <= 0:
        return [0.0, 1.0]
    power = 10.0 ** floor(log10(high / count))
    step = next(step * power for step in STEPS if step * power * count >= high * (1 - 1e-9))
    return [number * step for number in range(ceil(high / step - 1e-9) + 1)]


def labelled(values: Sequence[float]) -> list[tuple[float, str]]:
    """Ticks with their labels, without digits that say nothing."""
    return [(value, f"{round(value, 6):g}") for value in values]


def _plain(value: object) -> object:
    return f"{round(value, 1) + 0.0:g}" if isinstance(value, float) else value
