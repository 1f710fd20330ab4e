"""A setting that is on or off is a flag without a value."""

import argparse

import pytest

from assistant.options import add_options, settings_from
from assistant.settings import Settings
from index.errors import InvalidInput


def parsed(verb: str, *arguments: str) -> Settings:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_options(parser, verb)
    return settings_from(parser.parse_args(arguments))


@pytest.mark.parametrize(
    ("arguments", "variable", "on"),
    [
        ([], "", False),
        (["--allow-upload"], "", True),
        ([], "1", True),
        ([], "true", True),
        ([], "0", False),
        (["--no-allow-upload"], "1", False),
        (["--allow-upload"], "0", True),
        (["--allow-upload", "--port", "80"], "", True),
    ],
)
def test_a_switch_is_off_until_a_flag_or_a_variable_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], variable: str, on: bool
) -> None:
    monkeypatch.setenv("FOOTNOTE_ALLOW_UPLOAD", variable)
    assert parsed("serve", *arguments).allow_upload is on


def test_a_variable_that_is_neither_on_nor_off_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_ALLOW_UPLOAD", "perhaps")
    with pytest.raises(InvalidInput, match=r"FOOTNOTE_ALLOW_UPLOAD perhaps: .*boolean"):
        parsed("serve")


@pytest.mark.parametrize("verb", ["ask", "index", "eval", "doctor"])
def test_only_a_server_can_allow_uploads(verb: str) -> None:
    with pytest.raises((argparse.ArgumentError, SystemExit)):
        parsed(verb, "--allow-upload")
