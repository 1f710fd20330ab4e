"""Feedback given on the page of a real assistant is kept, and only where the owner wants it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from assistant.syncing import place_of
from tests.browser.reading import ask
from tests.web.serving import served

# The server runs in this process, and Gradio's libraries warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")

QUESTION = "Who built the tower?"
Served = tuple[Assistant, Page]


@pytest.fixture
def serve(
    tmp_path: Path,
    open_page: Callable[..., Page],
    another_browser: Callable[..., BrowserContext],
) -> Iterator[Callable[..., Any]]:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "tower.txt").write_text("The tower was built in 1889 by Anna Berg.\n", "utf-8")
    opened: list[Any] = []

    def serving(feedback: str) -> Served:
        settings = Settings(
            documents=folder, data=tmp_path / "data", reader="light", feedback=feedback
        )
        assistant = open_assistant(settings)
        server = served(assistant)
        opened.extend((assistant.close, lambda: server.__exit__(None, None, None)))
        return assistant, open_page(server.__enter__(), another_browser())

    yield serving
    for close in reversed(opened):
        close()


def kept(assistant: Assistant) -> list[dict[str, Any]]:
    path = place_of(assistant.settings) / "feedback.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_thumbs_and_reasons_are_kept_with_the_answer(serve: Callable[..., Served]) -> None:
    assistant, page = serve("on")
    turn = ask(page, QUESTION)
    turn.get_by_role("button", name="Good answer").click()
    expect(turn.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    turn.get_by_role("button", name="Something is wrong with this answer").click()
    turn.get_by_role("radio", name="The quoted words don’t support it").check()
    turn.get_by_role("textbox", name="In your words (optional)").fill("It was her sister.")
    turn.get_by_role("button", name="Send").click()
    expect(page.locator("#saying")).to_contain_text("Noted")
    expect(turn.get_by_role("button", name="Something is wrong")).to_have_attribute(
        "aria-pressed", "true"
    )
    first, last = kept(assistant)
    assert first["verdict"] == "good"
    assert (last["verdict"], last["comment"]) == ("evidence_wrong", "It was her sister.")
    assert (last["id"], last["question"]) == (first["id"], QUESTION)
    assert last["answer"]["citations"][0]["quote"] in "The tower was built in 1889 by Anna Berg."


def test_refusal_can_only_be_said_to_have_been_wrong(serve: Callable[..., Served]) -> None:
    assistant, page = serve("on")
    turn = ask(page, "How do I bake sourdough bread?")
    turn.get_by_role("button", name="Something is wrong with this answer").click()
    expect(turn.get_by_role("radio")).to_have_count(1)
    turn.get_by_role("button", name="Send").click()
    expect(page.locator("#saying")).to_contain_text("Noted")
    assert [one["verdict"] for one in kept(assistant)] == ["should_answer"]


def test_nothing_is_asked_where_nothing_is_kept(serve: Callable[..., Served]) -> None:
    _, page = serve("off")
    expect(ask(page, QUESTION).get_by_role("button", name="Good answer")).to_have_count(0)
