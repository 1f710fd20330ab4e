"""Training starts as the reader reads, goes on where it stopped, and ships what it learnt."""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from assistant.reader.model import ReaderModel, weights_file
from assistant.reader.pieces import split, window
from assistant.reader.train.export import export
from assistant.reader.train.network import batch
from assistant.support.model import SupportModel
from assistant.support.train.__main__ import Sets, main
from assistant.support.train.claims import held_claims, training_claims
from assistant.support.train.examples import Example, examples
from assistant.support.train.network import SupportNetwork, logits, loss
from assistant.support.train.pair import Pair
from assistant.support.train.start import encoder_weights

pytestmark = pytest.mark.slow

FACTS = [
    "The bridge was opened in 1890.", "It is painted red.", "Rosa Keller drew the plans.",
    "The king paid for the iron.", "The ferry stopped when the bridge was ready.",
]  # fmt: skip


def lessons() -> list[Example]:
    """Each fact with itself, and with another."""
    found = []
    for one, other in zip(FACTS, [*FACTS[1:], FACTS[0]], strict=True):
        found.append(Pair(f"In short, {one}", (one,), True, "reworded", "mine"))
        found.append(Pair(f"In short, {one}", (other,), False, "other sentence", "mine"))
    return list(examples(found, 120))


def test_the_encoder_starts_as_the_readers() -> None:
    network = SupportNetwork()
    ids = [piece.ids for piece in split(["When was it opened", FACTS[0]])]
    read = window(ids[0], [], [ids[1]])
    given = batch([read], network.device)
    with torch.inference_mode():
        hidden = network.encoder(
            given.ids, attention_mask=given.mask, token_type_ids=given.types
        ).last_hidden_state[0]
    # The reader's own head on it says what the reader says, but for its rounding.
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(weights_file()).graph
    kept = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    name = [node for node in graph.node if node.op_type == "MatMulInteger"][-1].input[1]
    scale = kept[name.replace("_quantized", "_scale")]
    heads = (kept[name].astype(np.float32) * scale, kept["heads.bias"])
    said = hidden.numpy() @ heads[0] + heads[1]
    [judged] = ReaderModel(weights_file()).judge([read])[0]
    assert abs(said[0, 3] - judged.window) < 0.6
    assert "embeddings.word_embeddings.weight" not in encoder_weights(weights_file().read_bytes())


def test_it_learns_and_what_ships_says_the_same(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = SupportNetwork()
    optimizer = torch.optim.AdamW(
        [one for one in network.parameters() if one.requires_grad], lr=2e-4
    )
    for _ in range(25):
        optimizer.zero_grad()
        loss(network, lessons()).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    network.eval()
    with torch.inference_mode():
        said = torch.sigmoid(logits(network, lessons())).tolist()
    right = [lesson.supported for lesson in lessons()]
    assert [one > 0.5 for one in said] == right
    export(network, tmp_path / "support.onnx")
    shipped = SupportModel(tmp_path / "support.onnx")
    found = shipped.probabilities([lesson.window for lesson in lessons()])
    assert [one > 0.5 for one in found] == right


def data(folder: Path) -> Path:
    """A question set and a set of claims, and settings for them."""
    text = " ".join(FACTS)
    places = [[text.index(fact), text.index(fact) + len(fact)] for fact in FACTS]
    asked = {"Who drew the plans?": "Rosa Keller", "When was the bridge opened?": "1890"}
    rows: list[dict[str, Any]] = [
        {
            "question": question, "passage": f"{text} Note {number}.",
            "answers": [{"start": text.index(a), "end": text.index(a) + len(a), "text": a}],
            "sentences": places, "negative_kind": None, "meta": None,
        }
        for number in range(30) for question, a in asked.items()
    ]  # fmt: skip
    claims = [
        {"claim": fact, "evidence": f"{evidence} Note {number}.",
         "label": "supported" if fact == evidence else "refuted"}
        for number in range(20) for fact in FACTS[:2] for evidence in FACTS[:2]
    ]  # fmt: skip
    for name, lines in (("mine", rows), ("claims_said", claims)):
        content = "\n".join(json.dumps(line) for line in lines).encode()
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(content))
    settings = folder / "settings.toml"
    settings.write_text(
        "seed = 1\nbatch = 8\nlearning_rate = 1e-4\nwarmup = 0.1\ndecay = 0.5\nsteps = 3\n"
        "weight_decay = 0.01\ncheckpoint_every = 2\nevaluate_every = 3\nheld_out = 0.2\n"
        "reader = true\nfrozen = 2\npieces = 120\n[passages]\nquestions = 2\nsentences = 2\n"
        "[sets]\nmine = 1.0\n[claims]\nsaid = 1.0\n",
        encoding="utf-8",
    )
    return settings


def test_the_command_makes_weights_that_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = data(tmp_path)
    work = tmp_path / "work"
    monkeypatch.setattr(
        sys, "argv", ["train", str(tmp_path), "--work", str(work), "--settings", str(settings)]
    )
    main()
    [last, calibrated] = [
        json.loads(line) for line in (work / "log.jsonl").read_text("utf-8").splitlines()
    ]
    assert {"step", "claims", "made"} <= last.keys()
    assert calibrated.keys() == {"slope", "offset"}
    [said] = SupportModel(work / "support.onnx").probabilities([lessons()[0].window])
    assert 0 < said < 1


def test_what_is_kept_back_is_not_trained_on(tmp_path: Path) -> None:
    from assistant.reader.train.settings import settings_from

    settings = settings_from(data(tmp_path))
    back, trained = held_claims(tmp_path, "said"), training_claims(tmp_path, "said")
    assert back
    assert trained
    assert not {pair.cited for pair in back} & {pair.cited for pair in trained}
    sets = Sets(tmp_path, settings)
    read = {example.window.ids for number in range(3) for example in sets.epoch(number)}
    assert not {one.window.ids for one in examples(back, 120)} & read
