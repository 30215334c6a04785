"""A page's table to take away: described once, written as CSV, Excel or JSON. Every form holds the same rows."""

from soteria_tracker.web.exports.describing import Export, Format, FormatConverter
from soteria_tracker.web.exports.sending import send
from soteria_tracker.web.exports.workbook import TooManyRows

__all__ = ["Export", "Format", "FormatConverter", "TooManyRows", "send"]
