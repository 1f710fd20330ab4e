"""What `evals.scale` measured as a table and as curves, and how it tells recall."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from evals.scale.plot import Panel, plot
from evals.scale.recall import AT, nearest, recall
from index.embedding import Embedder
from tests.index.test_retrieval import Open

SVG = "{http://www.w3.org/2000/svg}"


def test_every_curve_is_drawn_and_named_and_no_two_names_overlap() -> None:
    sizes = [1000, 10_000, 100_000]
    curves = {name: [1.0, 2.0, end] for name, end in (("one", 4.0), ("two", 4.1), ("three", 9.0))}
    root = ElementTree.fromstring(plot(sizes, [Panel("Speed", curves), Panel("Disk", curves)]))
    assert len(root.findall(f"{SVG}polyline")) == 6
    assert len(root.findall(f"{SVG}circle")) == 18
    names = [text for text in root.iter(f"{SVG}text") if text.text in curves]
    heights = sorted(float(text.attrib["y"]) for text in names[:3])
    assert len(names) == 6
    assert min(b - a for a, b in pairwise(heights)) > 12
    described = root.find(f"{SVG}desc")
    assert described is not None
    assert "Disk: three 1, 2, 9" in (described.text or "")


def test_recall_counts_what_chroma_finds_of_the_nearest_passages(
    open_index: Open, embedder: Embedder
) -> None:
    index = open_index({f"{n}.txt": f"Town {n} has {n * n} mills." for n in range(30)})
    vectors = embedder.encode(["Which town has 49 mills?", "What has town 3?"])
    every = [entry.id for entry in index.entries()]
    exact = [index.catalog.nearest(vector, AT, every)[-1][1] for vector in vectors]
    assert nearest(index.catalog, vectors) == pytest.approx(exact, abs=1e-3)
    assert recall(index.catalog.path.parent, vectors) == [1.0, 1.0]
