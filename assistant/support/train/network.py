"""The model as it is trained."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.reader.model import REMEDY, weights_file
from assistant.reader.train.network import EncoderNetwork, batch
from assistant.support.train.examples import Example
from assistant.support.train.start import encoder_weights
from index.onnx_model import intact


class SupportNetwork(EncoderNetwork):
    """The encoder, as the reader's or, without `reader`, as the embedding model's, and a linear
    layer on its first piece. The embeddings and the first `frozen`
    layers stay as they are."""

    def __init__(self, reader: bool = True, frozen: int = 0) -> None:
        super().__init__()
        if reader:
            weights = encoder_weights(intact(weights_file(), REMEDY))
            missing, unknown = self.encoder.load_state_dict(weights, strict=False)
            if unknown or missing != ["embeddings.word_embeddings.weight"]:
                raise ValueError(f"the reader's weights don't fit: {missing}, {unknown}")
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:frozen]):
            part.requires_grad_(False)
        self.head = nn.Linear(self.encoder.config.hidden_size, 1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """How far each statement is supported, as logits: (windows, 1)."""
        hidden = self.encoder(ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        logits: Tensor = self.head(hidden[:, 0])
        return logits


def logits(network: SupportNetwork, examples: Sequence[Example]) -> Tensor:
    """What the network says of each example: (examples,). On a CPU, in 16 bits where it can."""
    given = batch([example.window for example in examples], network.device)
    with torch.autocast(network.device.type, dtype=torch.bfloat16):
        said = network(given.ids, given.mask, given.types)
    found: Tensor = said[:, 0].float()
    return found


def loss(network: SupportNetwork, examples: Sequence[Example]) -> Tensor:
    """Cross entropy of whether each statement is supported: the mean."""
    said = logits(network, examples)
    right = torch.tensor([float(one.supported) for one in examples], device=network.device)
    lost: Tensor = functional.binary_cross_entropy_with_logits(said, right)
    return lost
