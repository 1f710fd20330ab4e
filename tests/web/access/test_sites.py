"""The file of sites: what it may say, and that what is wrong in it is told with its line."""

from importlib.resources import files
from pathlib import Path

import pytest

from assistant.web.access.sites import OWN, Limits, Theme, read_sites
from assistant.web.scope import naming_nothing
from index.errors import InvalidInput

WHOLE = """\
sites:
  - id: handbook
    origins:
      - https://docs.example
      - http://localhost:8000
      - http://[::1]:8000
    documents: [handbook, faq.md]
    title: Handbook
    greeting: Ask the handbook.
    questions: ["Who may borrow?"]
    theme: {color: "#0a5", position: left}
    limits: {per_session: 5, per_address: 10, in_all: 100}
  - id: minutes
    origins: [https://inside.example]
    private: true
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sites.yaml"


def test_all_that_a_site_may_say_is_read(path: Path) -> None:
    path.write_text(WHOLE)
    sites = read_sites(path)
    site = sites.find("handbook")
    assert site is not None
    assert site.origins == ("https://docs.example", "http://localhost:8000", "http://[::1]:8000")
    assert site.documents == ("handbook", "faq.md")
    assert (site.title, site.greeting) == ("Handbook", "Ask the handbook.")
    assert site.questions == ("Who may borrow?",)
    assert site.theme == Theme(color="#0a5", position="left")
    assert site.limits == Limits(per_session=5, per_address=10, in_all=100)
    assert not site.private


def test_only_origins_as_they_stand_there_are_allowed(path: Path) -> None:
    path.write_text(WHOLE)
    sites = read_sites(path)
    assert sites.allows("https://docs.example")
    for origin in (
        "http://docs.example",
        "https://docs.example:444",
        "https://docs.example.evil.test",
        "https://x.docs.example",
        "https://DOCS.example",
        "https://docs.example/",
        "null",
        "",
    ):
        assert not sites.allows(origin)


def test_pages_around_the_frame_of_a_private_site_may_not_ask_themselves(path: Path) -> None:
    path.write_text(WHOLE)
    assert not read_sites(path).allows("https://inside.example")


def test_the_server_s_own_pages_are_always_a_site(path: Path) -> None:
    path.write_text("sites: []")
    for sites in (read_sites(None), read_sites(path)):
        assert not sites
        own = sites.find(OWN)
        assert own is not None
        assert own.origins == own.documents == ()
        assert sites.find("other") is None


SITE = "sites:\n  - id: a\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "sites:"),
        ("- id: a", 1, "sites:"),
        ("sites:\n  - id: [", 2, "mend the YAML"),
        ("sites:\n\tid: a", 2, "mend the YAML"),
        ("sites: {}", 1, "sites"),
        ("others: []", 1, "sites"),
        ("sites: []\nothers: []", 2, "others"),
        ("sites:\n  - origins: []", 2, "sites.0.id"),
        (f"{SITE}    colour: red", 3, "sites.0.colour"),
        (f"{SITE}    private: 1", 3, "sites.0.private"),
        (f"{SITE}    title: ''", 3, "sites.0.title"),
        (f"{SITE}    theme:\n      color: red", 4, "sites.0.theme.color"),
        (f"{SITE}    documents: []", 3, "leave the key out for all documents"),
        (f"{SITE}    theme: {{position: top}}", 3, "sites.0.theme.position"),
        (f"{SITE}    limits:\n      in_all: 0", 4, "sites.0.limits.in_all"),
        (f"{SITE}    questions: [{'q, ' * 9}]", 3, "sites.0.questions"),
        ("sites:\n  - id: own", 2, "this server's own pages"),
        ("sites:\n  - id: a b", 2, "sites.0.id"),
        (f"{SITE}  - id: b\n  - id: a", 4, "there twice"),
        (f"{SITE}    title: A\n    title: B", 4, "title: there twice"),
        (f"{SITE}sites: []", 3, "sites: there twice"),
        (f"{SITE}    theme:\n      color: '#000'\n      color: '#fff'", 5, "color: there twice"),
        *(
            (
                f"{SITE}    origins:\n      - https://fine.example\n      - {origin}",
                5,
                "not an origin",
            )
            for origin in (
                "docs.example",
                "'*'",
                "'null'",
                "https://*.example",
                "https://docs.example/",
                "https://docs.example:443",
                "http://docs.example:80",
                "http://docs.example:65536",
                "https://Docs.example",
                "https://a@docs.example",
                "ftp://docs.example",
                "file:///",
                "https://",
                "https://-.example",
            )
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(path: Path, text: str, line: int, reason: str) -> None:
    path.write_text(text)
    with pytest.raises(InvalidInput) as refused:
        read_sites(path)
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert reason in str(refused.value)


def test_what_names_no_document_is_told(path: Path) -> None:
    path.write_text(f"{SITE}    documents: [notes, notes/, a.txt, note, b.txt]\n  - id: all\n")
    told = naming_nothing(read_sites(path), ["notes/1.txt", "a.txt"])
    assert [line.split(":")[:3] for line in told] == [
        ["site a", " documents", " note"],
        ["site a", " documents", " b.txt"],
    ]


def test_a_file_that_cannot_be_read_is_named(path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"cannot be read .*--sites"):
        read_sites(path)
    path.write_bytes(b"sites: \xff")
    with pytest.raises(InvalidInput, match="UTF-8"):
        read_sites(path)


@pytest.mark.parametrize(
    "text",
    [
        "sites: &a [*a]",
        "sites: !!python/object:os.system []",
        "a: \0",
        "? [a]\n: b",
        "sites: " + "[" * 5000,
    ],
)
def test_yaml_s_darker_corners_are_errors_and_do_nothing(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(InvalidInput, match=r"sites\.yaml"):
        read_sites(path)


def test_the_example_that_ships_can_be_used() -> None:
    example = Path(str(files("assistant.web") / "examples" / "sites.yaml"))
    sites = read_sites(example)
    assert sites.allows("https://www.example.org")
    public, private = sites.find("handbook"), sites.find("minutes")
    assert public is not None
    assert private is not None
    assert private.private
    text = example.read_text("utf-8")
    for key in (*type(public).model_fields, *Limits.model_fields, *Theme.model_fields):
        assert f"{key}:" in text
