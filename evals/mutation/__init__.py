"""Statements made false on purpose, one change at a time, and others reworded but still true.

They measure a check of statements against cited words: what it catches, and where it is wrong to
complain. Nothing here knows how that check works.
"""
