"""The doors of rounds: making and following one, keeping what comes back, taking it in."""
