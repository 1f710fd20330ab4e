"""What a user may name as a Chroma server, and that nothing of a secret is repeated."""

import pytest

from index.chroma_address import server_at
from index.errors import InvalidInput


@pytest.mark.parametrize(
    "url", ["chroma:8000", "127.0.0.1:8000", "http://", "ftp://a", "http://a:b", "http://[a", ""]
)
def test_what_is_no_address_is_refused_with_one_that_is(url: str) -> None:
    with pytest.raises(InvalidInput, match=r"--chroma-url: not an address.*http://127"):
        server_at(url)


@pytest.mark.parametrize("more", ["user:secret@a.test", "secret@a.test/x", "a.test/?t=secret"])
def test_a_secret_in_an_address_is_refused_and_not_repeated(more: str) -> None:
    with pytest.raises(InvalidInput, match=r"beside a\.test .*FOOTNOTE_CHROMA_TOKEN") as told:
        server_at(f"https://{more}")
    assert "secret" not in str(told.value)


def test_a_token_with_an_odd_character_is_refused_and_no_token_is_shown() -> None:
    with pytest.raises(InvalidInput) as told:
        server_at("http://a.test", "secret\r\nX: y")
    assert "secret" not in str(told.value)
    assert "secret" not in repr(server_at("http://a.test", "secret"))
