"""`pytest --footnote-suite DIR`: every case of a suite is a test.

pytest loads this module whenever it starts in an environment that has Footnote, whatever project
it tests. So nothing is imported from here until a suite is named.
"""

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, in a group of their own."""
    group = parser.getgroup("footnote", "suites of questions (Footnote)")
    group.addoption(
        "--footnote-suite",
        action="append",
        default=[],
        metavar="DIR",
        help="run each case of the suite in DIR as a test; may be given several times. "
        "Settings come from FOOTNOTE_… variables.",
    )
    group.addoption(
        "--footnote-baseline",
        type=Path,
        metavar="FILE",
        help="what fails in this baseline as well is expected to fail",
    )
    group.addoption(
        "--footnote-url",
        metavar="URL",
        help="ask the Footnote server at URL, which serves the suite's documents",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Brings the suites in, where any is named."""
    suites, url = config.getoption("footnote_suite"), config.getoption("footnote_url")
    baseline = config.getoption("footnote_baseline")
    if suites:
        from evals.pytest_suite import SuitePlugin

        config.pluginmanager.register(SuitePlugin(suites, url, baseline), "footnote-suites")
    elif url or baseline:
        flag = "--footnote-url" if url else "--footnote-baseline"
        raise pytest.UsageError(f"{flag}: no suite to ask it; add --footnote-suite DIR")
