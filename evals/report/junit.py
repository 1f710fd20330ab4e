"""A report as JUnit XML, which every CI service shows as a list of tests."""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from evals.baseline import Comparison, Delta
from evals.gates import GateResult
from evals.report.beside import counted, sides
from evals.report.results import CaseResult, Report
from evals.report.text import change

DIGITS = 6
UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""


def to_junit(
    report: Report, gates: Sequence[GateResult] = (), comparison: Comparison | None = None
) -> str:
    """The report in the form that JUnit's Ant task writes: a test for each case and each gate.

    A case that is not ok is a failure, one that crashed an error. With a baseline, what is not
    ok there either is skipped, as known, and each metric compared is a test too; so nothing is
    red where the run passes. Metrics are properties. Source of the form: the schema
    JUnit.xsd of windyroad, and what Jenkins and GitLab document that they read.
    """
    cases = [
        *(_case(report.suite, result, comparison) for result in report.results),
        *(_gate(report.suite, result) for result in gates),
        *(_delta(report.suite, delta) for delta in (comparison.deltas if comparison else ())),
    ]
    seconds = f"{sum(result.seconds for result in report.results):.{DIGITS}f}"
    counts = {
        "tests": str(len(cases)),
        "failures": _count(cases, "failure"),
        "errors": _count(cases, "error"),
        "skipped": _count(cases, "skipped"),
        "time": seconds,
    }
    whole = Element("testsuites", {"name": "footnote eval", **counts})
    suite = SubElement(whole, "testsuite", {"name": _clean(report.suite), **counts})
    properties = SubElement(suite, "properties")
    for name, value in _properties(report):
        SubElement(properties, "property", {"name": name, "value": value})
    suite.extend(cases)
    indent(whole, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(whole, encoding="unicode") + "\n"


def _properties(report: Report) -> Iterator[tuple[str, str]]:
    for name, score in report.scores.items():
        yield name, f"{score.value:.{DIGITS}f}"
        if score.low is not None and score.high is not None:
            yield f"{name}.low", f"{score.low:.{DIGITS}f}"
            yield f"{name}.high", f"{score.high:.{DIGITS}f}"
        yield f"{name}.count", str(score.count)
    if report.model is not None:
        yield "writing.model", _clean(report.model)
        yield "writing.judge", _clean(str(report.judge))
    for name, _, value in counted(report):
        yield _clean(f"writing.{name}"), value
    for delta in sides(report):
        yield f"{delta.metric}.extractive", f"{delta.before:.{DIGITS}f}"
        yield f"{delta.metric}.difference", f"{delta.difference:.{DIGITS}f}"


def _case(suite: str, result: CaseResult, comparison: Comparison | None) -> Element:
    case = result.case
    test = _test(f"{suite}.{case.kind}" if case.kind else suite, case.id, result.seconds)
    said = result.answer.text if result.answer else ""
    details = f"{case.question}\n{result.why}" + (f"\n\n{said}" if said else "")
    if result.error is not None:
        _add(test, "error", result.error, result.error.partition(":")[0] or "error", details)
    elif not result.ok and comparison and not _newly(case.id, comparison):
        _add(test, "skipped", f"not ok in the baseline either: {result.why}", result.outcome)
    elif not result.ok:
        _add(test, "failure", result.why, result.outcome, details)
    return test


def _newly(id: str, comparison: Comparison) -> bool:
    """True for a case that was ok in the baseline, or was not in it."""
    return id in comparison.newly_failing or id in comparison.added


def _gate(suite: str, result: GateResult) -> Element:
    test = _test(f"{suite}.gates", str(result.gate))
    if not result.holds:
        value = "not measured by any case" if result.value is None else f"is {result.value:.3f}"
        _add(test, "failure", f"{result.gate}: {value}", "gate")
    return test


def _delta(suite: str, delta: Delta) -> Element:
    test = _test(f"{suite}.baseline", delta.metric)
    if delta.worse:
        values = f"{delta.before:.3f}, now {delta.after:.3f}: {change(delta)}"
        _add(test, "failure", f"{delta.metric}: {values}", "baseline")
    return test


def _test(classname: str, name: str, seconds: float = 0.0) -> Element:
    named = {"classname": _clean(classname), "name": _clean(name)}
    return Element("testcase", named | {"time": f"{seconds:.{DIGITS}f}"})


def _add(test: Element, tag: str, message: str, type: str, text: str = "") -> None:
    child = SubElement(test, tag, {"message": _clean(message), "type": _clean(type)})
    child.text = _clean(text) or None


def _count(cases: Sequence[Element], tag: str) -> str:
    return str(sum(case.find(tag) is not None for case in cases))


def _clean(text: str) -> str:
    return UNSPEAKABLE.sub("\ufffd", text)
