"""Speed as ratios to a floor that runs beside the product in the same process; never in timed tests.

`uv run python -m tests.benchmarks [--rows N]` prints the table.
"""
