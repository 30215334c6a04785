"""Leads: the posts that lead a holder's actions, who holds them, and handing a leaver's work over."""
