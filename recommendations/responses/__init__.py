"""The statutory response: its clock, drafting, completeness, approval, publication and sendings."""
