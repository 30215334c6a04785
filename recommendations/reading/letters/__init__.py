"""Read a letter of an inspectorate: which items of which reports it closes, re-dates, re-opens or leaves open."""
