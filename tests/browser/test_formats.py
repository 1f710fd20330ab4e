"""What is cited in a workbook or a web page is shown where it stands."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant.assistant import open_assistant
from assistant.settings import Settings
from tests.browser.conftest import NARROW, WIDE
from tests.browser.reading import chosen, comes_into_view, sideways
from tests.index import office_samples
from tests.index.hostile import excel
from tests.index.test_html import PAGE

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

ROWS: list[list[object]] = [["Lamp", "Lumen"], *([f"lamp {n}", 10 * n] for n in range(1, 60))]
CITED = {
    "lamps.xlsx": ("Row 41 — Lamp: lamp 40; Lumen: 400.", "row 41"),
    "tides.xlsx": ("Row 2 — Boat: Ada; Length: 7.5.", "Boats, row 2"),
    "cats.html": ("Row 3 — Name: Ada; Years born: 1815; Years died: 1852.", "paragraph"),
}


def test_a_link_to_a_row_opens_the_document_at_it(
    tmp_path: Path,
    serving: Callable[[Any], str],
    open_page: Callable[..., Page],
    another_browser: Callable[..., BrowserContext],
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "lamps.xlsx").write_bytes(excel(*ROWS))
    (documents / "tides.xlsx").write_bytes(office_samples.excel())
    (documents / "cats.html").write_text(PAGE, encoding="utf-8")
    assistant = open_assistant(
        Settings(documents=documents, data=tmp_path / "data", reader="light")
    )
    try:
        address = serving(assistant).rstrip("/")
        for window in (WIDE, NARROW):
            for id, (words, place) in CITED.items():
                start = assistant.document(id).text.index(words)
                link = f"{address}/#cite/{id}/{start}-{start + len(words)}"
                page = open_page(link, another_browser(viewport=window))
                expect(chosen(page)).to_have_text(words)
                expect(page.locator(".place")).to_have_text(re.compile(f"^{place}"))
                assert comes_into_view(chosen(page))
                assert sideways(page) == [0, 0, 0]
                page.context.close()
    finally:
        assistant.close()
