"""The scripted model that keeps to the rules, and its command."""

import socket
import threading

import pytest

from assistant.writer import prompts
from evals.scripted.__main__ import main
from evals.scripted.faithful import faithful_writer, nearest
from evals.scripted.server import Messages

GIVEN = {
    1: "The harbour bridge of Port Blake opened in 1932.",
    2: "Nobody came.",
    3: "Each car on the bridge paid a toll of 6 pence.",
    4: "## Of bridges [sic]",
}


def asking(question: str) -> Messages:
    rows = "\n".join(f"[{number}] {text}" for number, text in GIVEN.items())
    return [
        {"role": "system", "content": prompts.RULES},
        {"role": "user", "content": f"<sentences>\n{rows}\n</sentences>\n\nQuestion: {question}"},
    ]


def test_nearest_sentences_are_whole_and_share_words_with_the_question() -> None:
    assert nearest("When did the bridge of Port Blake open?", GIVEN) == [1, 3]
    assert nearest("Who was Ada?", GIVEN) == []


def test_writer_cites_what_it_rewords_and_says_the_same_again() -> None:
    write = faithful_writer()
    said = "".join(map(str, write(asking("When did the bridge of Port Blake open?"))))
    assert "[1]" in said
    assert "[3]" in said
    assert "".join(map(str, write(asking("When did the bridge of Port Blake open?")))) == said
    assert list(write(asking("Who was Ada?"))) == ["NO ANSWER"]


def test_command_serves_until_it_is_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    stop = threading.Event()
    stop.set()
    assert main([], stop) == 0
    assert capsys.readouterr().out.startswith("--model scripted --model-url http://127.0.0.1:")


def test_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)], threading.Event()) == 2
    assert f"port {port}: Address already in use" in capsys.readouterr().err
