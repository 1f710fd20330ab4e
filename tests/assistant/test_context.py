"""Which sentences lean on the one before them."""

import pytest

from assistant.reader.context import antecedents, leans
from index.document import Sentence, Span


@pytest.mark.parametrize(
    "text",
    [
        "Lavrov recently visited both countries, which maintain strong ties.",
        "However, this scenario remains an American concern.",
        "The latter is larger.",
        "They signed it in May.",
        "The location of these Caribbean nations is crucial.",
        "In 1990 he moved away.",
        "Its capital is large.",
    ],
)
def test_a_sentence_that_names_nobody_leans(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "Russia’s relations with Cuba and Venezuela are noteworthy.",
        "Cuba, Venezuela and Nicaragua know that these countries are watched.",
        "Both Russia and Latin America seek a multipolar order.",
        "Lavrov said that he would return.",
        "The summit will be held this year in Kazan.",
        "Water boils at 100 degrees.",
    ],
)
def test_a_sentence_that_says_who_is_meant_stands_alone(text: str) -> None:
    assert not leans(text)


def test_antecedents_are_followed_two_sentences_back_at_most() -> None:
    texts = ["Anna met Bert.", "They talked.", "Then they left.", "They were tired."]
    sentences = [Sentence(Span("d", 100 * n, 100 * n + len(t)), t) for n, t in enumerate(texts)]
    assert [s.text for s in antecedents([], sentences, 2)] == texts[0:2]
    assert [s.text for s in antecedents([], sentences, 3)] == texts[1:3]
    assert antecedents([], sentences, 0) == []


def test_the_first_sentence_of_a_passage_leans_on_the_passage_before() -> None:
    before, own = (
        Sentence(Span("d", n, n + 1), t) for n, t in enumerate(["Anna left.", "She won."])
    )
    assert antecedents([before], [own], 0) == [before]
