"""The chat page before any script has run."""

from fastapi import FastAPI
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from assistant.web.head import SHEETS, own_files


def test_page_has_its_one_title_and_our_files_before_any_script_runs(app: FastAPI) -> None:
    head = LexborHTMLParser(TestClient(app, base_url="http://localhost").get("/").text).head
    assert head is not None
    assert [title.text() for title in head.css("title")] == ["Footnote"]
    linked = [link.attributes["href"] for link in head.css("link[rel=stylesheet]")]
    assert linked[: len(SHEETS)] == [f"{own_files()}/{name}.css" for name in SHEETS]
