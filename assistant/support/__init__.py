"""Whether cited words bear a statement out."""
