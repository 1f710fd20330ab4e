"""The model: the embedding model's encoder with three heads on its word pieces."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from assistant.reader.pieces import Window
from assistant.reader.train.examples import UNKNOWN, Example
from index.weights import model_folder, verified

START, END, ANSWERS, ANSWERABLE = range(4)
"""What the model says of each piece: a short answer starts here, ends here, the piece is of a
sentence that answers; of the first piece, whether the window answers at all."""


class Batch(NamedTuple):
    """Windows of a batch, padded: (windows, pieces) each; `sentence` numbers the sentence of a
    piece within the batch, -1 for none."""

    ids: Tensor
    mask: Tensor
    types: Tensor
    sentence: Tensor


class EncoderNetwork(nn.Module):
    """A network on the embedding model's encoder, a BERT (J. Devlin et al., 2019) whose words are
    left as they are. Its attention is written out, as in 16 bits the fused one is slow on a CPU."""

    def __init__(self) -> None:
        super().__init__()
        verified("model.safetensors")
        self.encoder = BertModel.from_pretrained(
            model_folder(),
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",
        )
        self.encoder.embeddings.word_embeddings.requires_grad_(False)

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        return next(self.parameters()).device


class ReaderNetwork(EncoderNetwork):
    """The encoder and one linear layer."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = nn.Linear(self.encoder.config.hidden_size, 4)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """What each piece is, as logits: (windows, pieces, 4)."""
        hidden = self.encoder(ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        logits: Tensor = self.heads(hidden)
        return logits


def batch(windows: Sequence[Window], device: torch.device) -> Batch:
    """Windows side by side, on that device."""
    longest = max(len(read.ids) for read in windows)
    ids, mask, types, sentence = (
        torch.full((len(windows), longest), filler) for filler in (0, 0, 0, -1)
    )
    number = 0
    for row, read in enumerate(windows):
        ids[row, : len(read.ids)] = torch.tensor(read.ids)
        mask[row, : len(read.ids)] = 1
        types[row, read.question : len(read.ids)] = 1
        for start, end in read.sentences:
            sentence[row, start:end] = number
            number += 1
    return Batch(*(part.to(device) for part in (ids, mask, types, sentence)))


def sentence_logits(logits: Tensor, sentence: Tensor) -> Tensor:
    """Of each sentence of a batch, the mean of what its pieces say: (sentences,)."""
    number = sentence.flatten()
    inside = number >= 0
    count = int(number.max()) + 1
    said = logits[..., ANSWERS].flatten()[inside]
    nothing = torch.zeros(count, device=said.device)
    total = nothing.index_add(0, number[inside], said)
    pieces = nothing.index_add(0, number[inside], torch.ones_like(said))
    return total / pieces.clamp(min=1)


def span_logits(logits: Tensor, sentence: Tensor) -> tuple[Tensor, Tensor]:
    """Where a short answer starts and ends: of each piece of the text, and the first for none."""
    allowed = sentence >= 0
    allowed[:, 0] = True
    return tuple(logits[..., head].masked_fill(~allowed, -1e4) for head in (START, END))  # type: ignore[return-value]


def said(network: ReaderNetwork, given: Batch) -> Tensor:
    """What the network says of a batch, in 32 bits; computed in 16, where the processor can."""
    with torch.autocast(network.device.type, dtype=torch.bfloat16):
        logits: Tensor = network(given.ids, given.mask, given.types)
    return logits.float()


def loss(network: ReaderNetwork, examples: Sequence[Example]) -> Tensor:
    """Cross entropy of span, sentences and answerability: the mean over the windows in which each
    is told."""
    device = network.device
    given = batch([example.window for example in examples], device)
    logits = said(network, given)
    labels = torch.tensor([one for e in examples for one in e.labels], device=device)
    told = labels != UNKNOWN
    answers = sentence_logits(logits, given.sentence)[told]
    sentences = functional.binary_cross_entropy_with_logits(
        answers, labels[told].float(), reduction="sum"
    ) / len(examples)
    answerable = functional.binary_cross_entropy_with_logits(
        logits[:, 0, ANSWERABLE],
        torch.tensor([float(e.answerable) for e in examples], device=device),
    )
    rows = [row for row, example in enumerate(examples) if example.span is not None]
    gold = torch.tensor([examples[row].span for row in rows], device=device).reshape(-1, 2)
    starts, ends = span_logits(logits, given.sentence)
    span = torch.zeros((), device=device)
    if rows:
        span = functional.cross_entropy(starts[rows], gold[:, 0]) + functional.cross_entropy(
            ends[rows], gold[:, 1]
        )
    return 0.5 * span + 0.5 * sentences + 0.5 * answerable
