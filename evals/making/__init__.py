"""Drafts a suite from a user's documents: questions whose evidence is known by construction."""
