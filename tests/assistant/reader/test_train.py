"""Training goes on where it stopped, learns, and ships what the reader reads."""

import gzip
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from assistant.reader.model import ReaderModel, judged
from assistant.reader.pieces import split, window
from assistant.reader.train.__main__ import main
from assistant.reader.train.evaluation import evaluate
from assistant.reader.train.examples import Example
from assistant.reader.train.export import export
from assistant.reader.train.loop import Lessons, train
from assistant.reader.train.mean import main as write_mean
from assistant.reader.train.network import ReaderNetwork, batch, loss
from assistant.reader.train.starting import start
from index.errors import InvalidInput

pytestmark = pytest.mark.slow

SETTINGS: dict[str, Any] = {
    "seed": 5, "batch": 4, "learning_rate": 3e-4, "warmup": 0.1, "decay": 0.5, "weight_decay": 0.0,
    "steps": 30, "checkpoint_every": 10, "evaluate_every": 30,
}  # fmt: skip
FACTS = {
    "When was the bridge opened": ("The bridge was opened in 1890.", "It is painted red."),
    "What colour is the bridge": ("It is painted red.", "The bridge was opened in 1890."),
    "Who drew the plans": ("Rosa Keller drew the plans.", "The king paid for the iron."),
    "Who paid for the iron": ("The king paid for the iron.", "Rosa Keller drew the plans."),
}


def lessons() -> list[Example]:
    """Each question with its answer, and with the other sentence alone."""
    found = []
    for question, (right, wrong) in FACTS.items():
        [asked, yes, no] = [one.ids for one in split([question, right, wrong])]
        both = window(asked, [], [no, yes])
        start, end = both.sentences[1]
        found.append(Example(both, (0, 1), (start, end - 2), True, "answerable"))
        found.append(Example(window(asked, [], [no]), (0,), (0, 0), False, "given"))
    return found


def lessons_of(
    epoch: Callable[[int], list[Example]] = lambda number: lessons(),
) -> Lessons[ReaderNetwork, Example]:
    return Lessons(epoch, loss, partial(evaluate, examples=lessons()))


def log(work: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (work / "log.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReaderNetwork, Path]:
    work = tmp_path_factory.mktemp("trained")
    torch.manual_seed(0)
    network = ReaderNetwork()
    train(network, lessons_of(), SETTINGS, work)
    return network, work


def test_it_learns_what_answers(trained: tuple[ReaderNetwork, Path]) -> None:
    [last] = [line for line in log(trained[1]) if "sentence_auroc" in line]
    assert last["sentence_auroc"] == 1.0
    assert last["answerable_auroc"] == 1.0


def test_training_that_was_stopped_ends_as_if_it_had_not_been(
    trained: tuple[ReaderNetwork, Path], tmp_path: Path
) -> None:
    torch.manual_seed(0)
    stopped = ReaderNetwork()

    def cut_off(number: int) -> list[Example]:
        if number == 6:  # two batches an epoch: after step 12, the last checkpoint is of step 10
            raise KeyboardInterrupt
        return lessons()

    with pytest.raises(KeyboardInterrupt):
        train(stopped, lessons_of(cut_off), SETTINGS, tmp_path)
    again = ReaderNetwork()
    train(again, lessons_of(), SETTINGS, tmp_path)
    for name, value in trained[0].state_dict().items():
        assert torch.allclose(value, again.state_dict()[name], atol=1e-4), name


def test_what_ships_says_what_the_network_says(
    trained: tuple[ReaderNetwork, Path], tmp_path: Path
) -> None:
    network, _ = trained
    export(network, tmp_path / "reader.onnx")
    model = ReaderModel(tmp_path / "reader.onnx")
    examples = lessons()
    given = batch([example.window for example in examples], network.device)
    with torch.inference_mode():
        logits = network(given.ids, given.mask, given.types).numpy()
    for row, found in enumerate(model.judge([example.window for example in examples])):
        for place, said in zip(examples[row].window.sentences, found, strict=True):
            plain = judged(logits[row], place)
            assert np.allclose(said[:3], plain[:3], atol=0.5)
            assert said.short[1] == plain.short[1]  # its first piece may be rounded away


def test_a_training_can_start_at_the_mean_of_checkpoints_and_of_what_ships(
    trained: tuple[ReaderNetwork, Path], tmp_path: Path
) -> None:
    network, work = trained
    export(network, tmp_path / "reader.onnx")
    begun, shipped, mean = ReaderNetwork(), ReaderNetwork(), ReaderNetwork()
    torch.save({"network": begun.state_dict()}, tmp_path / "begun.pt")
    start(shipped, [tmp_path / "reader.onnx"])
    start(mean, [work / "checkpoint.pt", tmp_path / "begun.pt"])
    for name, value in network.state_dict().items():
        step = value.abs().max().item() / 100
        assert torch.allclose(shipped.state_dict()[name], value, atol=step), name
        half = (value + begun.state_dict()[name]) / 2
        assert torch.allclose(mean.state_dict()[name], half), name


def test_the_mean_of_trainings_is_written_as_it_ships(
    trained: tuple[ReaderNetwork, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = trained[1] / "checkpoint.pt"
    torch.save({"network": ReaderNetwork().state_dict()}, tmp_path / "begun.pt")
    files = [str(kept), str(kept), str(tmp_path / "begun.pt")]
    monkeypatch.setattr(sys, "argv", ["mean", *files, "--to", str(tmp_path / "mean")])
    write_mean()
    mean = ReaderNetwork()
    start(mean, [kept, kept, tmp_path / "begun.pt"])
    export(mean, tmp_path / "reader.onnx")
    asked = [example.window for example in lessons()]
    said = ReaderModel(tmp_path / "mean" / "reader.onnx").judge(asked)
    assert said == ReaderModel(tmp_path / "reader.onnx").judge(asked)


def test_a_training_starts_at_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"none\.pt: is no such file"):
        start(ReaderNetwork(), [tmp_path / "none.pt"])


def test_a_checkpoint_of_other_settings_is_not_gone_on_with(
    trained: tuple[ReaderNetwork, Path],
) -> None:
    with pytest.raises(InvalidInput, match="other settings"):
        train(trained[0], lessons_of(), SETTINGS | {"seed": 6}, trained[1])


def test_the_command_makes_weights_that_the_reader_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = []
    for number in range(40):
        for question, (right, wrong) in FACTS.items():
            text = f"{right} {wrong} Note {number}."
            starts = [0, len(right) + 1, len(right) + len(wrong) + 2]
            ends = [len(right), len(right) + len(wrong) + 1, len(text)]
            answer = {"start": 4, "end": len(right) - 1, "text": text[4 : len(right) - 1]}
            for answers in ([answer], []):
                rows.append({
                    "question": f"{question}?" if answers else f"Why {number}?", "passage": text,
                    "answers": answers, "sentences": list(zip(starts, ends, strict=True)),
                    "answerable": bool(answers), "negative_kind": None, "meta": None,
                })  # fmt: skip
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "mine.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "mine.toml").write_text(
        "seed = 1\nbatch = 8\nlearning_rate = 1e-4\nwarmup = 0.1\ndecay = 0.5\nsteps = 3\n"
        "weight_decay = 0.01\ncheckpoint_every = 2\nevaluate_every = 2\nheld_out = 0.1\n"
        "text = [20, 40]\ntitled = 0.5\n[negatives]\nsame_passage = 0.5\nmined = 0.5\n"
        "swapped = 0.5\nretyped = 0.5\nremoved = 0.5\n"
        "[answerable]\nmine = 1.0\n[unanswerable]\nmine = 1.0\n",
        encoding="utf-8",
    )
    work = tmp_path / "work"
    monkeypatch.setattr(
        sys, "argv",
        ["train", str(tmp_path), "--work", str(work), "--settings", str(tmp_path / "mine.toml")],
    )  # fmt: skip
    main()
    assert [line["step"] for line in log(work)] == [2, 3]
    [found] = ReaderModel(work / "reader.onnx").judge([lessons()[0].window])
    assert len(found) == len(lessons()[0].window.sentences)
