"""What a question asks for, and the short answer that a sentence holds."""

import pytest

from assistant.reader.kinds import Kind, expected_kind
from assistant.reader.short_answer import short_answer
from index.document import Sentence, Span
from index.retrieval import Retrieval


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who visited Cuba?", Kind.PERSON),
        ("Where is the centre?", Kind.PLACE),
        ("In which city is it?", Kind.PLACE),
        ("How many states are there?", Kind.NUMBER),
        ("What percentage of goods?", Kind.NUMBER),
        ("When did it begin?", Kind.TIME),
        ("In what year?", Kind.TIME),
        ("Why is that so?", None),
        ("Describe the river.", None),
    ],
)
def test_the_form_of_a_question_tells_what_it_asks_for(question: str, kind: Kind | None) -> None:
    assert expected_kind(question) is kind


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("Who visited Cuba?", "The diplomat Sergey Lavrov visited Cuba.", "Sergey Lavrov"),
        ("Where is the centre?", "A centre in El Alto, Bolivia.", "El Alto, Bolivia"),
        ("How many member states has ALBA?", "ALBA has 11 member states.", "11 member states"),
        ("How much of the goods goes there?", "Over 60% of goods go there.", "Over 60% of goods"),
        ("When was it founded?", "It was founded in March 1931 by Anna.", "March 1931"),
        ("Where are cards used?", "Used in Cuba, Peru, and Chile.", "Cuba, Peru, and Chile"),
        ("Which country joined the club?", "Peru joined the club in Chile.", None),
        ("Who led it?", "Anna Holm met Bert Lund and Carl Berg.", None),
        ("Which company helped?", "Built in El Alto with help of Rosatom.", None),
        ("Why is it so?", "Because of 11 reasons in Rome.", None),
        ("Who visited Cuba?", "Cuba was visited.", None),
    ],
)  # fmt: skip
def test_the_short_answer_is_marked_where_one_stands(
    question: str, text: str, answer: str | None
) -> None:
    sentence = Sentence(Span("d", 50, 50 + len(text)), text)
    span = short_answer(sentence, Retrieval(question, (), {}, 1))
    found = text[span.start - 50 : span.end - 50] if span else None
    assert found == answer
