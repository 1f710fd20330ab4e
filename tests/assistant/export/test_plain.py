from assistant.export.file import copy
from tests.assistant.export.samples import BRIDGES as TEXT
from tests.assistant.export.samples import GREETED, REFUSED, SIZES, digest


def test_an_answer_as_text() -> None:
    assert (
        copy(SIZES, "text")
        == f"""And how big is it?

Read as: How big is the bridge?

The documents may not answer this. These sentences come nearest.

The document says:

It is 1,149 metres long. [1]

It carries eight lanes. [2]

Nothing was found about its height.

[1] “It is 1,149 metres long.”
    Ann's letter (letters/ann.txt, characters 27–51; {digest(TEXT)})

[2] “It carries eight lanes.”
    Ann's letter (letters/ann.txt, characters 52–75; {digest(TEXT)})
"""
    )


def test_a_refusal_as_text() -> None:
    assert (
        copy(REFUSED, "text")
        == """Who paid?

No answer. The documents don't say.

Nothing about money.

Nearest passages (not an answer):

“The bridge opened in 1932. It is 1,149 metres long. It carries eight lanes.”
    letters/ann.txt, 0–75
"""
    )


def test_a_greeting_as_text() -> None:
    assert copy(GREETED, "text") == "hello\n\nHello.\n"
