"""Downloads of a page's table: described once, and written as CSV, Excel or JSON with the same rows."""

from soteria_tracker.web.exports.describing import Export, Format, FormatConverter, PageLink, TooManyRows
from soteria_tracker.web.exports.sending import send

__all__ = ["Export", "Format", "FormatConverter", "PageLink", "TooManyRows", "send"]
