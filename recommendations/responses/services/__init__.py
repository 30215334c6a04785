"""The doors through which responses are written."""
