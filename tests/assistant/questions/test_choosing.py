"""Which questions are suggested, chosen from those that are known to be answered."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.questions.choosing import FOLLOW_UPS, STARTERS, follow_ups, is_asked, starters
from assistant.questions.idea import Kept, Kind
from index.document import Span
from tests.assistant.questions.kept import answer, kept, refusal

BRIDGE = kept("When was the bridge opened?", "when", 0)
ADA = kept("Who is Ada Byron?", "who", 1000)
STATES = kept("How many states does ALBA include?", "how many", 2000)
TREATY = kept("What does the treaty focus on?", "what", 3000)
GRAIN = kept("What does the grain law forbid?", "what", 4000, confidence=0.95)
ALL = (BRIDGE, ADA, STATES, TREATY, GRAIN)


def test_starters_are_of_different_kinds() -> None:
    chosen = starters(ALL)
    assert set(chosen) == {one.question for one in (BRIDGE, ADA, STATES, GRAIN)}


def test_starters_are_of_different_documents_where_there_are_several() -> None:
    other = [
        kept(f"Who is {n}?", "who", document=f"{n}.txt", confidence=0.8)
        for n in ("Bob", "Cy", "Di")
    ]
    same = [kept(f"Who is {n}?", "who", at=100 * len(n)) for n in ("Al", "Eva", "Fred")]
    documents = {one.question: one.document for one in (*same, *other)}
    assert len({documents[question] for question in starters((*same, *other))}) == STARTERS


def test_the_owner_s_questions_come_first() -> None:
    own = kept("Why a bridge?", "own", 0, confidence=0.6)
    assert starters((*ALL, own))[0] == own.question
    assert own.question in follow_ups((*ALL, own), answer("Who is Ada Byron?", 1000), [])


def test_of_two_questions_for_one_sentence_only_one_is_a_starter() -> None:
    twin = kept("What was opened in 1932?", "what", 0, confidence=0.99)
    assert (
        len({*starters((BRIDGE, ADA, STATES, TREATY, twin))} & {BRIDGE.question, twin.question})
        == 1
    )


def test_follow_ups_are_answered_by_other_sentences() -> None:
    chosen = follow_ups(ALL, answer("Since when can the strait be crossed?", 0), [])
    assert chosen
    assert BRIDGE.question not in chosen


def test_follow_ups_stand_near_the_answer() -> None:
    near = kept("Who paid for the pier?", "who", 60)
    assert follow_ups((*ALL, near), answer("What?", 0), [])[0] == near.question


def test_follow_ups_share_the_names_of_the_answer() -> None:
    far = kept("What does ALBA forbid?", "what", 90_000)
    given = answer("How many states does it include?", 2000, "ALBA includes 11 states.")
    without = kept("What does the league forbid?", "what", 90_000 + 1000)
    chosen = follow_ups((far, without), given, [])
    assert chosen[0] == far.question


def test_a_question_about_another_document_needs_a_common_name() -> None:
    related = kept("Where was Ada Byron born?", "where", document="b.txt")
    unrelated = kept("Where was the mint founded?", "where", document="b.txt")
    given = answer("Who is Ada Byron?", 1000, "Ada Byron wrote the first notes.")
    assert follow_ups((related, unrelated), given, []) == (related.question,)


def test_nothing_is_suggested_that_was_asked_already_in_other_words() -> None:
    asked = ["who is  ada byron", "What is the focus of the treaty?"]
    chosen = follow_ups(ALL, answer("When was the bridge opened?", 0), asked)
    assert {ADA.question, TREATY.question} & {*chosen} == set()


def test_one_word_more_asks_the_same_and_another_kind_does_not() -> None:
    assert is_asked("Who is Ada Byron?", ["Who is Byron?"])
    assert not is_asked("Who is Ada Byron?", ["When is Ada Byron?"])
    assert not is_asked("Who is Ada Byron?", ["Who is Alan Turing?"])


def test_a_refusal_is_followed_by_questions_near_what_was_asked() -> None:
    refused = refusal("When was the treaty signed?", Span("a.txt", 2900, 3200))
    assert follow_ups(ALL, refused, [])[0] == TREATY.question


def test_a_refusal_with_nothing_near_is_followed_by_starters() -> None:
    refused = refusal("How do I bake bread?", Span("other.txt", 0, 10))
    assert follow_ups(ALL, refused, []) == starters(ALL)[:FOLLOW_UPS]


def test_small_talk_is_followed_by_starters() -> None:
    assert follow_ups(ALL, refusal("Hello", notice=True), []) == starters(ALL)[:FOLLOW_UPS]


KINDS: list[Kind] = ["whole", "heading", "who", "what", "when", "why", "own", "about"]
BANKS = st.lists(
    st.builds(
        kept,
        st.text(alphabet="abcT ?", min_size=1, max_size=12),
        st.sampled_from(KINDS),
        st.integers(0, 500),
        st.sampled_from(["a.txt", "b.txt"]),
        st.floats(0.6, 1),
    ),
    max_size=12,
)


@given(BANKS, st.lists(st.text(alphabet="abcT ?", max_size=12), max_size=4), st.integers(0, 500))
def test_whatever_is_kept_few_are_suggested_and_none_twice_or_asked(
    bank: list[Kept], asked: list[str], at: int
) -> None:
    for given_answer in (answer("a", at, "b"), refusal("a", Span("a.txt", at, at + 9))):
        chosen = follow_ups(bank, given_answer, asked)
        assert len(chosen) == len(set(chosen)) <= FOLLOW_UPS
        assert not set(chosen) & set(asked)
        assert chosen == follow_ups(bank, given_answer, asked)
    assert len(set(starters(bank))) == len(starters(bank)) <= STARTERS
