"""What is wrong with who may use a server is told at once, before anything is indexed."""

from pathlib import Path

import pytest

from tests.command.running import Run


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    (place / "a.txt").write_text("The mill is 90 years old.")
    return place


@pytest.mark.parametrize(
    ("flag", "value", "reason", "step"),
    [
        ("--hosts", "https://docs.example", "not a host name", "docs.example"),
        ("--proxies", "nginx", "does not appear to be", "127.0.0.1"),
        ("--proxies", "0.0.0.0/0", "everybody", "name the addresses"),
        ("--root-path", "docs", "should match pattern", "--help"),
        ("--per-address", "-1", "greater than or equal", "--help"),
        ("--keys", "none.txt", "cannot be read", "--keys"),
        ("--sites", "none.yaml", "cannot be read", "--sites"),
    ],
)
def test_a_wrong_value_stops_the_start(
    documents: Path, footnote: Run, flag: str, value: str, reason: str, step: str
) -> None:
    ran = footnote("serve", "--port", 0, flag, value)
    ran.complained(value, reason, step)
    assert flag in ran.err
    assert not (documents.parent / ".footnote").exists()


@pytest.mark.parametrize(
    ("flag", "content", "line", "reason"),
    [
        ("--keys", "a key-that-is-long-enough\nb short\n", 2, "shorter than 20"),
        ("--sites", "sites:\n  - id: a\n    origins: ['*']\n", 3, "not an origin"),
    ],
)
def test_a_wrong_line_of_a_file_is_named(
    documents: Path, footnote: Run, tmp_path: Path, flag: str, content: str, line: int, reason: str
) -> None:
    file = tmp_path / "file"
    file.write_text(content)
    ran = footnote("serve", "--port", 0, flag, file)
    ran.complained(f"{file}:{line}: ", reason, "")
    assert not (documents.parent / ".footnote").exists()


def test_the_environment_s_values_are_looked_at_too(documents: Path, footnote: Run) -> None:
    footnote("serve", "--port", 0, FOOTNOTE_HOSTS="a b").complained("a b", "not a host name", "")
