"""Letters: one letter closes, re-opens, re-dates or re-levels many actions in one confirmed step."""
