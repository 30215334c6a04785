"""Measuring: `python3 dev.py bench`. Timings are judged here and never in the tests."""
