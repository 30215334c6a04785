"""Read a response: who answers for which report and force, and what each of them says about which item."""
