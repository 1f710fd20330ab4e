"""The verb `footnote eval`, registered with the command line by the package's metadata."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.verbs import Verb, progress_bar
from index.errors import FootnoteError, InvalidInput

if TYPE_CHECKING:
    from evals.metrics.support import Judge

FILES = {
    "--json": "write the whole report there as JSON",
    "--html": "write it as a page for people",
    "--markdown": "write it as a comment for a pull request",
    "--junit": "write it as JUnit XML, for CI",
    "--baseline": "compare with the results kept there; exit 1 where one is worse",
}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("suite", nargs="?", type=Path, help="folder of the suite, or its YAML file")
    for flag, help in FILES.items():
        parser.add_argument(flag, type=Path, metavar="FILE", help=help)
    flags = {
        "--update-baseline": "keep the results of this run as the baseline",
        "--retrieval-only": "measure the passages, ask nothing",
        "--check": "say what is wrong with the suite, run nothing",
        "--reanchor": "with --check: correct the places of evidence that moved in its document",
    }
    for flag, help in flags.items():
        parser.add_argument(flag, action="store_true", help=help)
    parser.add_argument("--url", help="evaluate the server that runs there")
    parser.add_argument(
        "--judge",
        metavar="MODEL",
        help="language model that judges written statements, in place of the support model",
    )
    parser.add_argument(
        "--judge-url", metavar="URL", help="address of an OpenAI-compatible server that has it"
    )
    parser.add_argument(
        "--make", type=Path, metavar="FOLDER", help="draft a suite from these documents"
    )
    # Refused with the reason; as a setting it would be passed over.
    parser.add_argument("--documents", dest="other_documents", help=argparse.SUPPRESS)


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    _refuse_what_does_not_go_together(arguments, settings)
    if arguments.make is not None:
        return _make(arguments.make, arguments.suite)
    if arguments.check:
        from evals.checking import check_suite

        return check_suite(arguments.suite, reanchoring=arguments.reanchor, out=sys.stdout)
    return _evaluate(arguments, settings)


def _refuse_what_does_not_go_together(arguments: argparse.Namespace, settings: Settings) -> None:
    """Raises InvalidInput with the reason."""
    given = list(_given(arguments))
    if arguments.other_documents is not None:
        raise InvalidInput(
            "--documents: a suite names the documents that its evidence is quoted from; "
            "leave the flag out, or change the suite"
        )
    if arguments.make is not None:
        _allow_only(("--make",), given, "--make drafts a suite and runs nothing")
    elif arguments.suite is None:
        raise InvalidInput("no suite is named; give its folder, or draft one with --make FOLDER")
    elif arguments.check:
        _allow_only(("--check", "--reanchor"), given, "--check runs nothing")
    elif arguments.reanchor:
        raise InvalidInput("--reanchor corrects what --check finds; give both")
    elif arguments.update_baseline and arguments.baseline is None:
        raise InvalidInput("--update-baseline needs to know the file; add --baseline FILE")
    elif arguments.url is not None:
        allowed = (*FILES, "--update-baseline", "--url")
        _allow_only(allowed, given, "--url asks a server, which has its own settings and index")
    elif arguments.judge_url is not None and arguments.judge is None:
        raise InvalidInput("--judge-url: which model of that server? name it with --judge")
    elif arguments.judge is not None and settings.model is None:
        raise InvalidInput("--judge judges what a language model writes; name one with --model")
    elif arguments.retrieval_only:
        _refuse_any(("--judge",), given, "--retrieval-only asks nothing, so nothing is written")


def _refuse_any(refused: Sequence[str], given: Sequence[str], reason: str) -> None:
    for flag in given:
        if flag in refused:
            raise InvalidInput(f"{reason}; leave out {flag}")


def _allow_only(allowed: Sequence[str], given: Sequence[str], reason: str) -> None:
    _refuse_any([flag for flag in given if flag not in allowed], given, reason)


def _given(arguments: argparse.Namespace) -> Iterator[str]:
    """The flags of the call, those of settings too."""
    for name, value in vars(arguments).items():
        own = value not in (None, False) and name not in ("suite", "verb", "run")
        if name in Settings.model_fields or own:
            yield f"--{name.replace('_', '-')}"


def _make(folder: Path, suite: Path | None) -> int:
    from evals.making.draft import write_suite

    sys.stdout.write(write_suite(folder, suite or Path(f"{folder.resolve().name}-suite")))
    return 0


def _evaluate(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.assistant import Assistant, open_assistant
    from evals.command import Asked, Writing, run_eval

    asked = Asked(**{name: getattr(arguments, name) for name in Asked.__dataclass_fields__})
    with ExitStack() as opened:

        def over(folder: Path) -> Assistant:
            with progress_bar() as progress:
                assistant = open_assistant(
                    settings.model_copy(update={"documents": folder}), progress
                )
            opened.callback(assistant.close)
            return assistant

        writing = None
        if settings.model is not None and not arguments.retrieval_only:
            writing = Writing(settings.model, _judge(arguments, settings))
        return run_eval(asked, over, writing=writing, out=sys.stdout, err=sys.stderr)


def _judge(arguments: argparse.Namespace, settings: Settings) -> "Judge":
    """Who judges written statements: the support model, or the language model that is named."""
    from assistant.writer.model import open_model
    from evals.metrics.support import SupportModel
    from evals.model_judge import ModelJudge

    named = {"model": arguments.judge, "model_url": arguments.judge_url}
    try:
        model = open_model(settings.model_copy(update=named))
    except FootnoteError as error:
        raise type(error)(str(error).replace("--model", "--judge")) from None
    return ModelJudge(model, settings.model_seconds) if model else SupportModel()


EVAL = Verb("eval", "run a suite of questions and hold it to its gates", _arguments, _run)
