"""What a follow-up means after the turns before it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Turn
from assistant.conversation import names, standalone, understand
from assistant.parts import parts_of

LAVROV = Turn("Which countries did Lavrov visit?", "Lavrov visited Cuba and Venezuela. [1]")
THREE = Turn("Who works with Russia on security?", "Cuba, Venezuela, and Nicaragua.")
CENTRE = Turn("Where is the nuclear centre?", "In El Alto, Bolivia.")
HOLM = Turn("Who built the Skerry lighthouse?", "Anna Holm built the Skerry lighthouse in 1871.")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
TURNS = st.lists(st.builds(Turn, TEXT, TEXT), max_size=6)


@given(TEXT)
def test_without_history_a_question_stays_as_it_is(question: str) -> None:
    assert standalone(question, ()) == " ".join(question.split())


@pytest.mark.parametrize("run", [", ", " ", "! ", "not "])
def test_question_with_thousands_of_spaces_or_commas_is_read_at_once(run: str) -> None:
    asked = f"And {run * (4000 // len(run))} Peru?"
    assert understand(asked, [LAVROV, Turn("Who?", run * 5000)]).text


@pytest.mark.parametrize(
    "question",
    [
        "What is GLONASS and who runs it?",
        "How many states belong to ALBA?",
        "Where is El Alto?",
        "Did Venezuela join BRICS Plus because it wanted trade?",
        "What is a lighthouse?",
    ],
)
def test_a_whole_question_does_not_drag_the_old_topic_along(question: str) -> None:
    understood = understand(question, [LAVROV])
    assert understood.text == question


def test_a_question_about_new_names_lends_nothing_from_the_conversation() -> None:
    assert understand("How many states belong to ALBA?", [LAVROV]).lent == ()


def test_an_announced_new_topic_is_asked_by_itself() -> None:
    meant = standalone("Let’s move on. Where do they pay with MIR cards?", [LAVROV])
    assert meant == "Where do they pay with MIR cards?"


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("What did Russia bring to Cuba?", "And Nicaragua?", "What did Russia bring to Nicaragua?"),
        ("Did Argentina join BRICS Plus?", "And Venezuela?", "Did Venezuela join BRICS Plus?"),
        ("What plan does Russia have?", "And Latin America?", "What plan does Latin America have?"),
        ("How many came?", "What about 2019?", "How many came in 2019?"),
        ("How many came in 2018?", "What about 2019?", "How many came in 2019?"),
        ("When does it open?", "And on Sundays?", "When does it open on Sundays?"),
        ("Where is the team going?", "When?", "When is the team going?"),
        ("How tall is the old tower?", "And the new bridge?", "How tall is the new bridge?"),
        ("Which dates are mentioned?", "And which countries?", "Which countries are mentioned?"),
        ("Which dates are mentioned?", "And people?", "Which people are mentioned?"),
        ("How tall is the tower?", "And how old?", "How old is the tower?"),
    ],
)  # fmt: skip
def test_a_part_of_a_question_takes_the_place_of_what_was_asked_before(
    before: str, question: str, meant: str
) -> None:
    assert standalone(question, [Turn(before, "Something.")]) == meant


def test_ellipsis_is_read_through_several_turns() -> None:
    history = [Turn("How many people live in Warsaw?", "1.7 m"), Turn("And in Kraków?", "0.8 m")]
    assert standalone("What about Gdańsk?", history) == "How many people live in Gdańsk?"


def test_a_bare_why_asks_about_the_question_before() -> None:
    assert standalone("Why?", [LAVROV]) == "Which countries did Lavrov visit, and why?"


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("How many live in Warsaw?", "No, I meant Kraków.", "How many live in Kraków?"),
        ("Does Russia help Brazil?", "I meant Bolivia, not Brazil.", "Does Russia help Bolivia?"),
        ("Does Russia help Brazil?", "No, not Brazil but Bolivia", "Does Russia help Bolivia?"),
        ("How do I delete impersonal data?", "Oops, I meant personal data, please.",
         "How do I delete personal data?"),
        ("How tall is it?", "No, where is El Alto?", "Where is El Alto?"),
        ("What is the discount?", "No, I mean for students", "What is the discount for students?"),
        ("Who hired Baker?", "not Baker, I meant Tom Ford", "Who hired Tom Ford?"),
    ],
)  # fmt: skip
def test_a_correction_puts_right_what_was_asked_before(
    before: str, question: str, meant: str
) -> None:
    assert standalone(question, [Turn(before, "Something.")]) == meant


@pytest.mark.parametrize(
    ("turn", "question", "meant"),
    [
        (CENTRE, "When was it built?", "When was the nuclear centre built?"),
        (CENTRE, "Which metal does that country produce?", "Which metal does Bolivia produce?"),
        (LAVROV, "Where did he stay?", "Where did Lavrov stay?"),
        (LAVROV, "Why does their location matter?",
         "Why does Cuba and Venezuela’s location matter?"),
        (LAVROV, "Which of them is larger?", "Which of Cuba and Venezuela is larger?"),
        (LAVROV, "Which one is larger?", "Which of Cuba and Venezuela is larger?"),
        (LAVROV, "What do these two have in common?",
         "What do Cuba and Venezuela have in common?"),
        (LAVROV, "Tell me about the latter.", "Tell me about Venezuela."),
        (THREE, "What does the third one host?", "What does Nicaragua host?"),
        (HOLM, "When did she finish it?", "When did Anna Holm finish the Skerry lighthouse?"),
    ],
)  # fmt: skip
def test_a_pointing_word_stands_for_what_agrees_with_it(
    turn: Turn, question: str, meant: str
) -> None:
    assert standalone(question, [turn]) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What about the former?", "What about Cuba?"),
        ("And the latter?", "What about Venezuela?"),
    ],
)
def test_one_of_two_that_were_asked_about_together_is_asked_about_alone(
    question: str, meant: str
) -> None:
    assert standalone(question, [Turn("Compare Cuba and Venezuela.", "Cuba is smaller.")]) == meant


@pytest.mark.parametrize(
    "question", ["Can I cancel my subscription?", "What is the refund policy?"]
)
def test_a_question_that_says_what_it_is_about_stands_alone(question: str) -> None:
    warranty = Turn("How long does the warranty last?", "The warranty lasts two years.")
    understood = understand(question, [warranty])
    assert (understood.text, understood.query) == (question, question)


def test_what_a_pronoun_meant_is_meant_by_the_next_one() -> None:
    history = [HOLM, Turn("When did she finish it?", "1871"), Turn("How tall is it?", "31 metres")]
    assert standalone("Is it open?", history) == "Is the Skerry lighthouse open?"


def test_this_as_a_whole_joins_both_questions() -> None:
    asked = Turn("What did Russia bring to Cuba?", "The MIR cards.")
    meant = standalone("And when was that?", [asked])
    assert meant == "What did Russia bring to Cuba, and when was that?"


@pytest.mark.parametrize("question", ["Where does that happen?", "Why is that important?"])
def test_of_two_joined_questions_the_new_one_is_searched_with_words_of_the_first(
    question: str,
) -> None:
    joined = understand(question, [Turn("When did Cuba join the bloc?", "In 2024.")])
    assert joined.text.startswith("When did Cuba join the bloc, and ")
    assert joined.query == f"{question} (cuba, join, bloc)"
    assert [part.query for part in parts_of(joined)] == [joined.query]


def test_the_question_before_lends_words_to_the_search_alone() -> None:
    understood = understand("When was it built?", [Turn("Who runs the El Alto centre?", "ROSATOM")])
    assert "runs" in understood.query
    assert "runs" not in understood.text


def test_a_question_that_goes_on_tells_the_turn_before_with_its_question_as_read() -> None:
    history = [HOLM, Turn("When did she finish it?", "1871")]
    whole = "When did Anna Holm finish the Skerry lighthouse?"
    assert understand("How tall is it?", history).before == Turn(whole, "1871")
    assert understand("How many states belong to ALBA?", history).before is None


def test_a_word_is_no_name_for_opening_a_sentence() -> None:
    assert names("The river rose. However, Anna left for El Alto.") == ["Anna", "El Alto"]


def test_an_endless_history_puts_in_a_few_words_only() -> None:
    endless = Turn("word " * 100_000, "Name Other " * 100_000)
    assert len(understand("Why is it so?", [endless] * 50).query) < 1000


@settings(deadline=None)
@given(TEXT, TURNS)
def test_any_conversation_is_read_the_same_way_twice_and_briefly(
    question: str, history: list[Turn]
) -> None:
    understood = understand(question, history)
    assert understood == understand(question, history)
    assert len(understood.query) <= len(" ".join(question.split())) + 1500


@settings(deadline=None)
@given(TURNS)
def test_a_question_that_was_read_whole_stays_as_it_was_read(history: list[Turn]) -> None:
    question = "How many states belong to ALBA?"
    assert standalone(standalone(question, history), history) == standalone(question, history)


@pytest.mark.parametrize(
    "question",
    ["Who won the 1998 World Cup?", "How do I bake sourdough bread?", "Who wrote Hamlet?"],
)
def test_a_question_about_something_else_takes_nothing_along(question: str) -> None:
    before = Turn("Did Argentina join the Union?", "The Russian Federation did. The Union waits.")
    understood = understand(question, [before])
    assert (understood.text, understood.query) == (question, question)
