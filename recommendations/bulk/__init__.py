"""Several actions at once: choosing them, and recording, leading and naming them together."""
