"""The curves of `evals.scale` as one SVG file, readable on a light and on a dark page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import Markup

from evals.report.svg import Frame, Scale, points, tag, words

WIDTH, HEIGHT = 960, 330
FIELD, LABELS, LEFT = 150.0, 112.0, 50.0
"""Of one panel: the width of its field, that of the names of its curves right of it, and that of
its axis left of it."""
TOP, BOTTOM = 58.0, 286.0
APART = 14.0
"""Pixels between the names of two curves, at least."""
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #424a53 }
.strong { font-weight: 600 }
.grid { stroke: #d0d7de } .axis { stroke: #6e7781 }
polyline { fill: none; stroke-width: 2 }
.c0 { stroke: #0550ae; fill: #0550ae } .c1 { stroke: #a40e26; fill: #a40e26 }
.c2 { stroke: #116329; fill: #116329 } .c3 { stroke: #6639ba; fill: #6639ba }
.c4 { stroke: #7d4e00; fill: #7d4e00 } .c5 { stroke: #57606a; fill: #57606a }
polyline.c0, polyline.c1, polyline.c2, polyline.c3, polyline.c4, polyline.c5 { fill: none }
text.c0, text.c1, text.c2, text.c3, text.c4, text.c5 { stroke: none }
@media (prefers-color-scheme: dark) {
text { fill: #c9d1d9 } .grid { stroke: #3d444d } .axis { stroke: #9198a1 }
.c0 { stroke: #79c0ff; fill: #79c0ff } .c1 { stroke: #ff9492; fill: #ff9492 }
.c2 { stroke: #6bc46d; fill: #6bc46d } .c3 { stroke: #d2a8ff; fill: #d2a8ff }
.c4 { stroke: #e0b056; fill: #e0b056 } .c5 { stroke: #b1bac4; fill: #b1bac4 }
}
"""


@dataclass(frozen=True, slots=True)
class Panel:
    """Curves over the number of passages: a value for each, in the same unit, by name."""

    title: str
    curves: Mapping[str, Sequence[float]]


def plot(passages: Sequence[int], panels: Sequence[Panel]) -> Markup:
    """The panels side by side; both axes are logarithmic."""
    told = "; ".join(
        f"{panel.title}: {name} {', '.join(f'{value:.3g}' for value in values)}"
        for panel in panels
        for name, values in panel.curves.items()
    )
    title = f"Speed by size, at {', '.join(f'{n:,}' for n in passages)} passages"
    each = LEFT + FIELD + LABELS
    drawn = [
        part
        for number, panel in enumerate(panels)
        for part in _drawn(panel, passages, number * each + LEFT)
    ]
    return tag(
        "svg",
        tag("title", title),
        tag("desc", told),
        tag("style", Markup(STYLE)),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
    )


def _drawn(panel: Panel, passages: Sequence[int], left: float) -> Iterator[Markup]:
    values = [value for curve in panel.curves.values() for value in curve]
    across = [floor(log10(min(passages))), ceil(log10(max(passages)) - 0.05)]
    up = [floor(log10(min(values))), ceil(log10(max(values)))]
    frame = Frame(
        Scale(across[0], max(across[1], across[0] + 1), left, left + FIELD),
        Scale(up[0], max(up[1], up[0] + 1), BOTTOM, TOP),
    )
    yield words(left, TOP - 24, panel.title, "start", "strong")
    yield from frame.axes(_powers(frame.x), _powers(frame.y))
    yield words(left + FIELD / 2, BOTTOM + 36, "passages")
    ends = []
    for number, (name, curve) in enumerate(panel.curves.items()):
        places = [
            (frame.x(log10(n)), frame.y(log10(value)))
            for n, value in zip(passages, curve, strict=True)
        ]
        yield tag("polyline", points=points(places), class_=f"c{number}")
        for x, y in places:
            yield tag("circle", cx=x, cy=y, r=3.0, class_=f"c{number}")
        ends.append((places[-1][1], name, number))
    for y, name, number in _apart(ends):
        yield words(left + FIELD + 8, y + 4, name, "start", f"c{number}")


def _powers(scale: Scale) -> list[tuple[float, str]]:
    return [(power, _short(10.0**power)) for power in range(int(scale.low), int(scale.high) + 1)]


def _short(value: float) -> str:
    for unit, name in ((1e6, "M"), (1e3, "k")):
        if value >= unit:
            return f"{value / unit:g}{name}"
    return f"{value:g}"


def _apart(ends: Sequence[tuple[float, str, int]]) -> Iterator[tuple[float, str, int]]:
    """Where the names stand: as high as their curves end, but not over each other."""
    last = 0.0
    for y, name, number in sorted(ends):
        last = max(y, last + APART)
        yield last, name, number
