"""Build Office packages with parts replaced."""

from __future__ import annotations

import io
import zipfile


def unpacked(package: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression, compresslevel=1) as package:
        for name, contents in parts.items():
            package.writestr(name, contents)
    return file.getvalue()


def repacked(package: bytes, replaced: dict[str, bytes], *, without: str = "") -> bytes:
    """The package with more parts, with others in their place, or without one."""
    parts = unpacked(package) | replaced
    return packed({name: contents for name, contents in parts.items() if name != without})
