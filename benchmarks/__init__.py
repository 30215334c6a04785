"""The measurements of `python3 dev.py bench`. Times are judged here and never in the tests."""
