from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

from hypothesis import example, given
from hypothesis import strategies as st

from evals.report.junit import to_junit
from evals.report.results import Report
from tests.evals.compared import AFTER, BEFORE, GATES, brought, comparison, reworded

COUNTS = ("tests", "failures", "errors", "skipped")


def parsed(text: str) -> Element:
    """The suite; fails unless the file has the form that CI services read."""
    whole = fromstring(text.encode())
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    assert whole.tag == "testsuites"
    (suite,) = whole
    assert suite.tag == "testsuite"
    assert suite[0].tag == "properties"
    cases = suite.findall("testcase")
    assert len(suite) == 1 + len(cases)
    for one in cases:
        assert set(one.attrib) == {"classname", "name", "time"}
        assert float(one.attrib["time"]) >= 0
        assert len(one) <= 1
        assert all(child.tag in ("failure", "error", "skipped") for child in one)
        assert all(child.get("message") for child in one)
        assert all(child.get("type") for child in one)
    tags = [child.tag for one in cases for child in one]
    expected = [len(cases), tags.count("failure"), tags.count("error"), tags.count("skipped")]
    for counted in (whole, suite):
        assert [int(counted.attrib[name]) for name in COUNTS] == expected
    return suite


def case(suite: Element, name: str) -> Element:
    (found,) = [one for one in suite.findall("testcase") if one.get("name") == name]
    return found


def test_each_case_is_a_test_of_its_kind_with_its_seconds() -> None:
    suite = parsed(to_junit(AFTER))
    assert suite.get("name") == "s"
    assert [one.get("name") for one in suite.findall("testcase")] == [
        result.case.id for result in AFTER.results
    ]
    good = case(suite, "same")
    assert (good.get("classname"), good.get("time"), len(good)) == ("s.fact", "0.200000", 0)


def test_case_without_a_kind_is_of_the_suite() -> None:
    suite = parsed(to_junit(Report("s", (brought("a", "hit", kind=""),))))
    assert case(suite, "a").get("classname") == "s"


def test_case_that_is_not_ok_fails_with_the_reason() -> None:
    suite = parsed(to_junit(AFTER))
    (failure,) = case(suite, "lost")
    assert failure.tag == "failure"
    assert failure.get("type") == "false refusal"
    assert failure.get("message") == "refused, but the document says “Ada wrote the notes.”"
    assert (failure.text or "").startswith("Who is lost?\n")
    (failure,) = case(suite, "faulty")
    assert failure.get("message") == "statement 1 says “7”: its source says 5"


def test_crash_is_an_error() -> None:
    (error,) = case(parsed(to_junit(AFTER)), "crashed")
    assert (error.tag, error.get("type")) == ("error", "RuntimeError")
    assert error.get("message") == "RuntimeError: no more memory"


def test_what_the_baseline_knows_is_skipped_and_what_is_new_fails() -> None:
    suite = parsed(to_junit(AFTER, (), comparison()))
    (known,) = case(suite, "known")
    assert known.tag == "skipped"
    assert (known.get("message") or "").startswith("not ok in the baseline either: refused, but")
    assert [child.tag for name in ("lost", "faulty", "crashed") for child in case(suite, name)] == [
        "failure", "failure", "error",
    ]  # fmt: skip


def test_gates_are_tests_in_a_class_of_their_own() -> None:
    suite = parsed(to_junit(AFTER, GATES))
    assert case(suite, "answer_hit >= 0.5").get("classname") == "s.gates"
    assert len(case(suite, "answer_hit >= 0.5")) == 0
    (failure,) = case(suite, "false_answer_rate (odd) <= 0")
    assert failure.get("message") == "false_answer_rate (odd) <= 0: not measured by any case"


def test_metric_that_is_worse_than_the_baseline_fails() -> None:
    after, before = (Report("s", tuple(brought(str(n), came) for n in range(20)))
                     for came in ("refusal", "hit"))  # fmt: skip
    suite = parsed(to_junit(after, (), comparison(after, before)))
    (failure,) = case(suite, "answer_hit")
    assert failure.get("message") == (
        "answer_hit: 1.000, now 0.000: -1.000 (-1.000 to -1.000) worse"
    )


def test_nothing_is_red_where_the_run_passes() -> None:
    suite = parsed(to_junit(BEFORE, GATES[:1], comparison(BEFORE)))
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("0", "0", "2")


def test_metrics_are_properties() -> None:
    (properties,) = parsed(to_junit(AFTER)).findall("properties")
    told = {one.attrib["name"]: one.attrib["value"] for one in properties}
    assert told["answer_hit"] == "0.571429"
    assert told["answer_hit.count"] == "7"
    assert float(told["answer_hit.low"]) < 0.571429 < float(told["answer_hit.high"])


@example(":")
@given(st.text(min_size=1))
def test_any_text_gives_xml_that_can_be_read(text: str) -> None:
    result = brought(text, "miss", question=text, kind=text)
    crashed = replace(brought("x", "crash"), error=f"{text}: \x00\x1b[31m\ud800")
    parsed(to_junit(Report(text, (reworded(result, text), crashed))))


def test_characters_that_xml_cannot_hold_are_replaced_and_others_kept() -> None:
    text = "a\x00b\x1bc\ufffed\ud800e <&>\"' ☃ 🦉"
    suite = parsed(to_junit(Report("s", (brought("q", "miss", question=text),))))
    (failure,) = case(suite, "q")
    assert (failure.text or "").splitlines()[0] == "a�b�c�d�e <&>\"' ☃ 🦉"
