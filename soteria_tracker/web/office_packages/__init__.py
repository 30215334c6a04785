"""Check Office files that other people made before a library opens them. Nothing here knows the domain."""
