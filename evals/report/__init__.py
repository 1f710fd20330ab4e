"""The report of a run: what came back, and its forms for people and programs."""
