"""Answers as files and clipboard text that carry their sources, and the check of such a file."""
