"""Speed by size: `python -m evals.scale` measures indexes of several sizes on one machine."""
