"""Readers: from a search to the sentences that answer, with a confidence."""
