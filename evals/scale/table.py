"""What `evals.scale` measured, as the rows of a table and the curves of a plot."""

from collections.abc import Iterator, Sequence
from statistics import median, quantiles
from typing import Any

from evals.scale.plot import Panel
from index.retrieval import STEPS

Column = dict[str, Any]


def rows(columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    """A table in Markdown with a column for each size, its head included."""
    yield ("", *(f"{column['passages']:,} passages" for column in columns))
    yield ("---", *("--:" for _ in columns))
    told = [_told(column) for column in columns]
    for what in told[0]:
        yield (what, *(column[what] for column in told))


def _told(column: Column) -> dict[str, str]:
    index, chroma, server = column["index"], column["chroma"], column["server"]
    return {
        "documents": f"{column['documents']:,}",
        "**search, without the reader**": f"**{_both(index['search'])}**",
        **{step: _both(index[step]) for step in STEPS},
        "what the processor computes of it": _both(index["processor"]),
        "the same vectors in Chroma alone": _both(chroma["search"]),
        "what the processor computes of that": _both(chroma["processor"]),
        f"whole answer of a server ({len(server['wall'])} questions)": _both(server["wall"]),
        "its reader": _both(server["read"]),
        "recall@10 of Chroma against exact search": f"{column['recall']:.4f}",
        "opening, with the first question": f"{index['first']:.2f} s",
        "Chroma alone: opening, with the first question": f"{chroma['first']:.2f} s",
        "start of the server to its first answer": f"{server['start']:.1f} s",
        "sync of one changed file": f"{median(column['sync']):.2f} s",
        "the first question after it": f"{median(column['asked after']):.2f} s",
        "memory of a process that searches": f"{index['memory']:,.0f} MB",
        "of that, before the index is opened": f"{index['before']:,.0f} MB",
        "memory that Chroma alone adds": f"{chroma['memory'] - chroma['before']:,.0f} MB",
        "memory of the server": f"{server['memory']:,.0f} MB",
        "disk": f"{column['disk']:,.0f} MB",
        "of that, Chroma": f"{column['chroma disk']:,.0f} MB",
    }


def panels(columns: Sequence[Column]) -> list[Panel]:
    """The curves worth drawing."""
    index, chroma = ([column[name] for column in columns] for name in ("index", "chroma"))
    return [
        Panel(
            "One question (ms)",
            {
                "search, p95": [_p95(one["search"]) for one in index],
                "search, median": [_median(one["search"]) for one in index],
                **{step: [_median(one[step]) for one in index] for step in STEPS},
            },
        ),
        Panel(
            "Opening, one changed file (s)",
            {
                "opening": [one["first"] for one in index],
                "Chroma alone": [one["first"] for one in chroma],
                "sync of a change": [median(column["sync"]) for column in columns],
            },
        ),
        Panel(
            "Memory and disk (MB)",
            {
                "disk": [column["disk"] for column in columns],
                "disk, Chroma": [column["chroma disk"] for column in columns],
                "memory": [one["memory"] for one in index],
                "memory, Chroma": [one["memory"] for one in chroma],
            },
        ),
    ]


def _both(seconds: Sequence[float]) -> str:
    """Median and 95th percentile."""
    return f"{_median(seconds):.1f} / {_p95(seconds):.1f} ms"


def _median(seconds: Sequence[float]) -> float:
    return 1000 * median(seconds)


def _p95(seconds: Sequence[float]) -> float:
    return 1000 * quantiles(seconds, n=20)[-1]
