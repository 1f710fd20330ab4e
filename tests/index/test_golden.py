"""The canonical text of each format, its headings and its positions are those that were kept.

`python -m tests.index.test_golden` writes the kept files anew; look at what changed in them.
"""

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest

from index.loaders import LOADERS, load
from index.table_place import table_place
from tests.index import office_samples, pdf_samples

KEPT = Path(__file__).with_name("golden")
MADE = {
    "harbour.docx": office_samples.word,
    "tides.xlsx": office_samples.excel,
    **{f"{name}.pdf": make for name, make in pdf_samples.SAMPLES.items()},
}
WRITTEN = ("boats.tsv", "harbour.html", "harbour.md", "harbour.txt", "tides.csv")
"""Files that lie beside what is kept of them."""
SAMPLES = (*WRITTEN, *MADE)
LINE = re.compile(".+")
SAME_AS = {".htm": ".html", ".xhtml": ".html"}


def told(name: str, folder: Path) -> dict[str, Any]:
    """All that a loader gives for a sample, as plain values; the text line by line."""
    path = folder / name
    path.write_bytes(MADE[name]() if name in MADE else (KEPT / name).read_bytes())
    document = load(path, folder)
    rows = [place for line in LINE.finditer(document.text)
            if (place := table_place(document, line.start()))]  # fmt: skip
    return {
        "media_type": document.media_type,
        "title": document.title,
        "headings": [f"{h.start} {'#' * h.level} {h.text}" for h in document.headings],
        "pages": list(document.pages),
        "rows": [f"{place.sheet or ''} {place.row}".strip() for place in rows],
        "text": document.text.split("\n"),
    }


def written(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", SAMPLES)
def test_text_headings_and_positions_are_as_kept(name: str, tmp_path: Path) -> None:
    kept = json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))
    assert told(name, tmp_path) == kept


def test_every_format_has_a_sample_and_nothing_else_is_kept() -> None:
    endings = {Path(name).suffix for name in SAMPLES}
    assert endings == {SAME_AS.get(ending, ending) for ending in LOADERS}
    assert {path.name for path in KEPT.iterdir()} == {
        *WRITTEN,
        *(f"{name}.json" for name in SAMPLES),
    }


def renew() -> None:
    """Writes what the loaders give now."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SAMPLES:
            kept = KEPT / f"{name}.json"
            kept.write_text(written(told(name, Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    renew()
