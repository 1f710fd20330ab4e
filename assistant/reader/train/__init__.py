"""Trains the cross reader's model: question sets in, weights out."""
