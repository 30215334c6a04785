"""Read files that people upload: trackers, reports, responses and letters. Pure functions without models.

What a reader needs to know of the register is handed to it, and what it read is handed back:
nothing here looks anything up or saves anything.
"""
