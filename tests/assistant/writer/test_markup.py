import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.writer.lines import Drafted
from assistant.writer.markup import Markup

KNOWN = 9


def read(text: str, *sizes: int, pauses: int = 0) -> tuple[list[tuple[str, tuple[int, ...]]], int]:
    """The sentences of a text that comes in pieces of these sizes, over and over, with so many
    pauses after each, and how many markers were dropped."""
    markup = Markup(KNOWN)
    drafted: list[Drafted] = []
    at, turn = 0, 0
    while at < len(text):
        size = sizes[turn % len(sizes)] if sizes else len(text)
        drafted += markup.feed(text[at : at + size])
        for _ in range(pauses):
            drafted += markup.pause()
        at, turn = at + size, turn + 1
    drafted += markup.end()
    return [(one.text, one.cites) for one in drafted], markup.unknown


SHAPES = {
    "[1] before the full stop": ("It opened in 1932 [1].", (1,)),
    "[1] after it": ("It opened in 1932.[1]", (1,)),
    "[1] after a space": ("It opened in 1932. [1]", (1,)),
    "several in one": ("It opened in 1932 [1, 2; 4].", (1, 2, 4)),
    "several in a row": ("It opened in 1932 [1][2] [4].", (1, 2, 4)),
    "with signs of other scripts": ("It opened in 1932 [1、2，4].", (1, 2, 4)),
    "with a word between": ("It opened in 1932 [1 und 2] [3 & 4].", (1, 2, 3, 4)),
    "with commas between": ("It opened in 1932 [1], [2] and [4].", (1, 2, 4)),
    "with a full stop on both sides": ("It opened in 1932. [1].", (1,)),
    "a range": ("It opened in 1932 [2-4].", (2, 3, 4)),
    "a footnote of Markdown": ("It opened in 1932 [^3].", (3,)),
    "corner brackets": ("It opened in 1932【3】.", (3,)),
    "corner brackets that say more": ("It opened in 1932【3†source】.", (3,)),
    "a letter before the number": ("It opened in 1932 [S3, S4].", (3, 4)),
    "a word before the number": ("It opened in 1932 [Source 3].", (3,)),
    "a link": ("It opened in 1932 [3](#note).", (3,)),
    "Arabic digits": ("It opened in 1932 [٣].", (3,)),
    "Devanagari digits": ("It opened in 1932 [३].", (3,)),
    "at the head of a line": ("[3] It opened in 1932.", (3,)),
    "at the head of a line with a colon": ("[^3]: It opened in 1932.", (3,)),
    "in emphasis": ("It opened in 1932 [**3**].", (3,)),
    "a list": ("- It opened in 1932. [3]", (3,)),
    "a numbered list": ("1. It opened in 1932. [3]", (3,)),
    "emphasis": ("It **opened** in *1932* [3].", (3,)),
    "a heading": ("## It opened in 1932. [3]", (3,)),
    "on a line of its own": ("It opened in 1932.\n[3]", (3,)),
    "on lines of their own": ("It opened in 1932. [1]\n\n[2], [3]\n  [4].\n", (1, 2, 3, 4)),
    "on the line before the first sentence": ("[3]\nIt opened in 1932.", (3,)),
    "raised on a line of its own": ("It opened in 1932.\n³", (3,)),
    "the same twice": ("It opened [3] in 1932 [3].", (3,)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_marker_is_read_however_it_is_written(shape: str) -> None:
    said, cites = SHAPES[shape]
    assert read(said) == ([("It opened in 1932.", cites)], 0)


def test_marker_of_a_sentence_that_was_not_given_is_dropped_and_counted() -> None:
    assert read("It opened [12] in 1932 [3][0].") == ([("It opened in 1932.", (3,))], 2)


@pytest.mark.parametrize("digits", ["12345", "1000000003", "1" * 5000])
def test_number_of_many_digits_names_nothing(digits: str) -> None:
    assert read(f"It opened in 1932 [{digits}].") == ([("It opened in 1932.", ())], 1)


def test_number_in_round_brackets_is_text() -> None:
    assert read("It opened in (1932) [3].")[0] == [("It opened in (1932).", (3,))]


def test_markers_on_a_line_of_their_own_belong_to_the_statement_before() -> None:
    said = "It opened in 1932. Then it closed.\n[1][2]\n\nIt burned.\n\n[3]\n[4] It was rebuilt."
    assert read(said)[0] == [
        ("It opened in 1932.", ()),
        ("Then it closed.", (1, 2)),
        ("It burned.", (3,)),
        ("It was rebuilt.", (4,)),
    ]


def test_rule_and_list_of_sources_take_no_markers() -> None:
    assert read("It opened [1].\n---\n[2]\n")[0] == [("It opened.", (1,))]
    assert read("It opened.\n[1]\n\nSources:\n[2]\n[3] A book.")[0] == [("It opened.", (1,))]


def test_marker_on_the_next_line_is_waited_for() -> None:
    markup = Markup(KNOWN)
    assert list(markup.feed("It opened in 1932.\n")) == list(markup.pause()) == []
    assert list(markup.feed("[")) == list(markup.pause()) == []
    assert markup.draft == "It opened in 1932."
    assert list(markup.feed("1]")) == list(markup.pause()) == []  # there may be more of them
    assert list(markup.feed("\n")) == list(markup.pause()) == []
    assert list(markup.pause()) == [Drafted("It opened in 1932.", (1,))]
    assert list(markup.feed("It closed. [2]\n")) == list(markup.pause()) == []
    assert list(markup.pause()) == [Drafted("It closed.", (2,))]


@pytest.mark.parametrize("marks", ["“”", "«»", '""', "‘’", "„“", "「」", "''"])
@pytest.mark.parametrize("size", [1, 3, 100])
def test_sentences_in_one_pair_of_quotes_stay_one_statement(marks: str, size: int) -> None:
    said = f"{marks[0]}It opened in 1932. Each car paid.{marks[1]} [1][2] Then it closed [3]."
    quoted = f"{marks[0]}It opened in 1932. Each car paid.{marks[1]}"
    assert read(said, size)[0] == [(quoted, (1, 2)), ("Then it closed.", (3,))]


@pytest.mark.parametrize("size", [1, 3, 100])
def test_quote_that_is_never_closed_keeps_every_sentence(size: int) -> None:
    said = "He said “It opened [1]. It closed [2].\nThen it burned [3]."
    assert [cites for _, cites in read(said, size)[0]] == [(1,), (2,), (3,)]


def test_each_sentence_has_its_own_markers() -> None:
    said = "It opened in 1932.[1][2] The U.S. Senate paid [3]. Nobody knows."
    assert read(said)[0] == [
        ("It opened in 1932.", (1, 2)),
        ("The U.S. Senate paid.", (3,)),
        ("Nobody knows.", ()),
    ]


@pytest.mark.parametrize(
    "rule", ["---", "***", "Sources:", "**References**", "Fuentes:", "===", "[^1]: A note. More."]
)
def test_nothing_is_read_after_a_closing_rule(rule: str) -> None:
    said = f"It opened [1].\n\n{rule}\n[2] It closed. [3] It burned down. And so on."
    assert read(said)[0] == read(said, 4)[0] == [("It opened.", (1,))]


def test_rule_before_the_first_sentence_closes_nothing() -> None:
    assert read("---\nIt opened [1].")[0] == [("It opened.", (1,))]


def test_raised_numbers_after_a_sentence_are_markers_and_after_a_letter_units() -> None:
    assert read("It covers 5 km² of land.¹² It opened.³")[0] == [
        ("It covers 5 km² of land.", ()),
        ("It opened.", (3,)),
    ]


def test_pause_after_initials_settles_nothing() -> None:
    markup = Markup(KNOWN)
    assert list(markup.feed("It was paid by the U.S. [1]")) == []
    assert list(markup.pause()) == list(markup.pause()) == []


@pytest.mark.parametrize("run", ["*", "`", "[", "![", "[a](", "[1", "[^", "_", "<", "]("])
def test_marks_without_end_are_read_at_once(run: str) -> None:
    said = run * (6000 // len(run))
    assert read(f"It opened [1]. {said} x")[0][0] == ("It opened.", (1,))


@pytest.mark.parametrize("size", [1, 100])
@pytest.mark.parametrize(
    "said", ["20. Dezember 1999 war ein Tag.", "Es war am 1. Mai 1999.", "Den 17. mai 1814 kom."]
)
def test_day_with_a_full_stop_is_neither_a_number_of_a_list_nor_an_end(
    said: str, size: int
) -> None:
    assert read(f"{said} [1] Dann kam er [2].", size)[0] == [(said, (1,)), ("Dann kam er.", (2,))]


def test_brackets_that_are_no_marker_stay() -> None:
    assert read("He wrote “recieve” [sic] in 1932 [1].")[0] == [
        ("He wrote “recieve” [sic] in 1932.", (1,))
    ]


@pytest.mark.parametrize("size", [1, 2, 100])
def test_emphasis_of_several_sentences_changes_no_word_and_no_marker(size: int) -> None:
    said = "**Russia sold arms. [1] Peru `bought them` gladly.** [2] ***Chile*** did not. [3]"
    assert read(said, size)[0] == [
        ("Russia sold arms.", (1,)),
        ("Peru bought them gladly.", (2,)),
        ("Chile did not.", (3,)),
    ]


@pytest.mark.parametrize("text", ["5 * 3 is 15.", "2**5 and 2*3 differ.", "Call make__it or a_b."])
def test_signs_of_arithmetic_and_of_names_are_no_emphasis(text: str) -> None:
    assert read(f"{text} [1]")[0] == read(f"{text} [1]", 1)[0] == [(text, (1,))]


def test_links_and_pictures_become_their_words() -> None:
    said = "See ![spy](http://evil.test/x.png) [the page](http://evil.test) now [1]."
    assert read(said)[0] == [("See the page now.", (1,))]


def test_sentence_broken_at_a_width_is_one() -> None:
    assert read("It opened\nin 1932 [1].\nThen it closed [2].")[0] == [
        ("It opened in 1932.", (1,)),
        ("Then it closed.", (2,)),
    ]


def test_draft_holds_back_what_may_become_a_marker() -> None:
    markup = Markup(KNOWN)
    drafts = []
    for piece in ("It opened ", "in 1932 ", "[", "1", ", 2", "]", "."):
        assert list(markup.feed(piece)) == []
        drafts.append(markup.draft)
    assert drafts == ["It opened", *["It opened in 1932"] * 5, "It opened in 1932."]


def test_pause_settles_a_sentence_that_has_its_marker_and_its_end() -> None:
    markup = Markup(KNOWN)
    assert list(markup.feed("It opened in 1932")) == list(markup.pause()) == []
    assert list(markup.feed(".")) == list(markup.pause()) == []  # its marker may come
    assert list(markup.feed(" [1]")) == list(markup.pause()) == []
    assert list(markup.pause()) == [Drafted("It opened in 1932.", (1,))]
    assert list(markup.feed(" It closed [2].")) == []
    assert list(markup.end()) == [Drafted("It closed.", (2,))]


def test_second_marker_of_a_model_that_pauses_after_each_token_is_taken() -> None:
    assert read("The Senate paid. [2][5]", 1, pauses=1) == ([("The Senate paid.", (2, 5))], 0)


@pytest.mark.parametrize("late", ["[5]", " and [5].", "\n[5]\n\nSources:\n[3]"])
def test_marker_that_comes_after_its_sentence_was_told_is_counted(late: str) -> None:
    markup = Markup(KNOWN)
    told = [*markup.feed("The Senate paid. [2]"), *markup.pause(), *markup.pause()]
    assert told == [Drafted("The Senate paid.", (2,))]
    assert [*markup.feed(late), *markup.end()] == []
    assert markup.unknown == 1


SENTENCES = st.lists(
    st.sampled_from(
        [
            "It opened in 1932 [1].",
            "The U.S. Senate paid. [2][3]",
            "He said “no way.” [12]",
            "About 3.5 million came【4】.",
            "**Nobody** knows [sic] why [2, 5].",
            "The city’s boys’ school closed.\n[1]",
            "Nobody came.\n\n[2][3].\n",
            "“It opened. Each car paid.” [1][2]",
            "She said 'It opened. They paid.' in 1932 [1].",
            "**It opened. [1] Nobody paid.** [2]",
            "***They came* and left [1、2].**",
            "The 1990s were (mostly. Not all) good [4].",
        ]
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None)
@given(
    row=SENTENCES,
    between=st.sampled_from([" ", "\n", "\n\n- "]),
    sizes=st.lists(st.integers(1, 9), min_size=1, max_size=4),
    pauses=st.integers(0, 1),
)
def test_sentences_are_the_same_however_the_words_are_cut(
    row: list[str], between: str, sizes: list[int], pauses: int
) -> None:
    text = between.join(row)
    found = read(text)
    assert read(text, *sizes, pauses=pauses) == found
    assert len(found[0]) == len(row) + sum("opened. [1]" in one for one in row)
    assert not any(mark in one for one, _ in found[0] for mark in "*`")


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["It opened. [1][2]", "Nobody paid [3].", "**They left.** [4], [5]"])),
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
)
def test_long_pauses_change_no_sentence_and_lose_no_marker_uncounted(
    row: list[str], sizes: list[int]
) -> None:
    text = " ".join(row)
    (found, _), (slow, dropped) = read(text), read(text, *sizes, pauses=2)
    assert [one for one, _ in slow] == [one for one, _ in found]
    counts = [sum(len(cites) for _, cites in told) for told in (found, slow)]
    assert counts[1] + dropped == counts[0]


@settings(deadline=None)
@given(st.text(alphabet="ab .[]12*-\n#()!`_“”^:、†&", max_size=80), st.integers(1, 5))
def test_whatever_a_model_says_is_read_without_failing(said: str, size: int) -> None:
    sentences, _ = read(said, size)
    assert all(text.strip() and set(cites) <= set(range(1, KNOWN + 1)) for text, cites in sentences)
