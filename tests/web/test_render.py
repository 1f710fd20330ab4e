from dataclasses import replace

from assistant.answer import Citation, Statement
from assistant.web.exchange import FAILED, Exchange, answering, history
from assistant.web.markup import join, tag
from assistant.web.render import turn, welcome
from index.document import Span
from tests.web.fake_assistant import REFUSAL, Cited, FakeAssistant

HOSTILE = (
    """<script>x()</script> <img src=x onerror="x()"> [a](javascript:x()) ${1} {{2}} 'q' & $e^x$"""
)
TITLES = {"a.txt": "A"}


def asked(question: str, *cited: Cited, text: str = "One. Two. One.") -> Exchange:
    assistant = FakeAssistant({"a.txt": text}, {question: cited})
    return list(answering(assistant, question, ()))[-1]


def test_words_are_escaped_and_markup_is_not() -> None:
    inner = tag("b", "<i>")
    assert join(["<", inner]) == "&lt;<b>&lt;i&gt;</b>"
    assert tag("a", class_="x", data_y='"', hidden=True, id=None) == (
        '<a class="x" data-y="&quot;" hidden></a>'
    )


def test_answer_grows_statement_by_statement() -> None:
    assistant = FakeAssistant(
        {"a.txt": "One. Two."}, {"q": [Cited("a.txt", "One."), Cited("a.txt", "Two.")]}
    )
    counts = [str(turn(e, TITLES)).count('class="chip"') for e in answering(assistant, "q", ())]
    assert counts == sorted(counts)
    assert set(counts) == {0, 1, 2}


def test_chip_points_at_the_cited_occurrence() -> None:
    html = turn(asked("q", Cited("a.txt", "One.", occurrence=1)), TITLES)
    assert 'href="#cite/a.txt/10-14"' in html
    assert 'aria-label="Footnote 1, A"' in html


def test_short_answer_stands_out_at_its_own_place() -> None:
    text = "Nine ships, nine ships and a boat."
    html = turn(asked("q", Cited("a.txt", text, short="nine"), text=text), TITLES)
    assert "Nine ships, <strong>nine</strong> ships" in html


def test_context_is_told_from_evidence() -> None:
    html = turn(asked("q", Cited("a.txt", "One.", role="context"), Cited("a.txt", "Two.")), TITLES)
    assert 'class="statement context"' in html
    assert 'class="statement evidence"' in html


def test_statement_without_citation_is_not_shown() -> None:
    exchange = Exchange("q", statements=(Statement("Invented.", ()), Statement("Bad.", (7,))))
    assert "Invented" not in turn(exchange, TITLES)
    assert "Bad" not in turn(exchange, TITLES)


def test_unsupported_statement_is_marked() -> None:
    citation = Citation(1, "evidence", Span("a.txt", 0, 4), "One.", "A", None, "sha256:0")
    statement = Statement("Three.", (1,), supported=False)
    html = turn(Exchange("q", statements=(statement,), citations=(citation,)), TITLES)
    assert "do not confirm" in html


def test_refusal_shows_passages_as_no_answer() -> None:
    html = turn(asked("Who?"), TITLES)
    assert 'data-state="refused"' in html
    assert REFUSAL in html
    assert "Nearest passages (not an answer)" in html
    assert 'href="#cite/a.txt/0-14"' in html
    assert "chip" not in html


def test_remarks_to_a_refusal_stand_apart_from_it_and_once() -> None:
    exchange = asked("q")
    assert exchange.answer is not None
    noted = replace(exchange.answer, text=f"{REFUSAL} It rained.", notes=("It rained.",))
    html = turn(replace(exchange, answer=noted), TITLES)
    assert f'<p class="refusal-text" dir="auto">{REFUSAL}</p>' in html
    assert '<p class="note" dir="auto">It rained.</p>' in html
    assert html.count("It rained.</p>") == 1


def test_answer_and_refusal_say_how_they_were_found_in_a_closed_panel() -> None:
    answered = turn(
        asked("Who?", Cited("a.txt", "One."), Cited("a.txt", "Two.", role="context")), {}
    )
    for html in (answered, turn(asked("Who?"), {})):
        panel = html.split('<details class="how">')[1]
        assert "<summary>How this was found</summary>" in panel
        assert "below 25% there is no answer" in panel
        assert "score 0.40 · meaning 0.30 (no. 1) · best sentence 0.50 · words 0.00 (not" in panel
        assert "<dd>+2.50</dd>" in panel
        assert "<dd>−1.00</dd>" in panel
        assert "<dd>6 ms</dd>" in panel
        assert "href" not in panel  # a link there would be marked as cited
    assert "share 80%" in answered
    assert "for context" in answered
    assert "Sentences chosen" in answered


def test_panel_names_what_was_searched_for_where_that_is_something_else() -> None:
    exchange = asked("Who?")
    assert exchange.answer is not None
    assert exchange.answer.explanation is not None
    (search,) = exchange.answer.explanation.searches
    searches = (replace(search, query="Who? Ann"), search)
    explanation = replace(exchange.answer.explanation, searches=searches)
    html = turn(replace(exchange, answer=replace(exchange.answer, explanation=explanation)), {})
    assert html.count("Searched for") == 1
    assert "Who? Ann" in html
    whole = replace(explanation, searches=())
    read = turn(replace(exchange, answer=replace(exchange.answer, explanation=whole)), {})
    assert "read whole, not searched" in read


def test_lead_and_notes_stand_around_the_statements() -> None:
    exchange = asked("Is it?", Cited("a.txt", "One."))
    assert exchange.answer is not None
    answer = replace(exchange.answer, lead="The document says:", notes=("Not found: “<b>”",))
    html = turn(replace(exchange, answer=answer), {})
    before, _, after = html.partition('<div class="answer">')
    assert '<p class="lead">The document says:</p>' in before
    assert "Not found: “&lt;b&gt;”" in after


def test_notice_is_a_plain_reply() -> None:
    html = turn(asked("hello"), TITLES)
    assert 'data-state="notice"' in html
    assert "details" not in html
    assert "href" not in html


def test_follow_up_says_how_it_was_read() -> None:
    assistant = FakeAssistant({"a.txt": "One."}, {})
    (*_, first) = answering(assistant, "How long?", ())
    assert "Read as" not in turn(first, TITLES)
    (*_, second) = answering(assistant, "And wide?", (first,))
    assert "Read as: <q" in turn(second, TITLES)
    assert "How long? And wide?" in turn(second, TITLES)


def test_failed_exchange_is_no_part_of_the_history() -> None:
    answered, failed = asked("Who?"), asked("fail")
    assert [t.question for t in history((failed, answered))] == ["Who?"]


def test_failure_hides_what_went_wrong_inside() -> None:
    html = turn(asked("fail"), TITLES)
    assert 'data-state="failed"' in html
    assert "secret" not in html
    assert "Please ask again" in FAILED
    assert "shorten it" in turn(asked("x" * 2001), TITLES)


def test_hostile_words_stay_words_everywhere() -> None:
    assistant = FakeAssistant(
        {HOSTILE: HOSTILE}, {HOSTILE: [Cited(HOSTILE, HOSTILE, short="<img")]}
    )
    (*_, exchange) = answering(assistant, HOSTILE, ())
    assert exchange.answer is not None
    refusal = replace(exchange.answer, refused=True, text=HOSTILE, citations=(), statements=())
    pages = [
        turn(exchange, {}),
        turn(replace(exchange, answer=None, standalone_question="x" + HOSTILE), {}),
        turn(replace(exchange, answer=refusal), {HOSTILE: HOSTILE}),
        turn(replace(exchange, answer=None, failure=HOSTILE), {}),
        turn(replace(exchange, answer=replace(refusal, mode="notice")), {}),
        welcome(assistant.documents(), [HOSTILE]),
    ]
    for html in pages:
        assert "&lt;script&gt;" in html
        for bad in ("<script", "<img", '="x()"', 'href="javascript'):
            assert bad not in html


def test_welcome_counts_documents_and_lists_a_few() -> None:
    one = FakeAssistant({"a.txt": "One."}, {})
    assert "this document" in welcome(one.documents(), ())
    assert "You could ask" not in welcome(one.documents(), ())
    many = FakeAssistant({f"{n}.txt": "x" for n in range(1500)}, {})
    html = welcome(many.documents(), ["Why?"])
    assert "these 1,500 documents" in html
    assert "and 1,488 more" in html
    assert '<button type="button" data-ask="Why?">' in html
