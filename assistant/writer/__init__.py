"""Answers in a language model's words, every statement checked against what it cites."""
