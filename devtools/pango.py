"""Find the libraries that create PDF files."""

import ctypes.util

from devtools.machine import install_on_ci

HOW_TO_INSTALL = (
    "The Pango library was not found. Debian and Ubuntu: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0. macOS: brew install pango. Windows: install MSYS2 and its package pango. Without it "
    "Soteria Tracker creates Word and HTML documents only, and says so when someone requests a PDF."
)


def find() -> bool:
    """Whether PDF files can be created on this machine."""
    return all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0"))


def find_or_install() -> bool:
    """Return the same; on CI, install Debian's packages first if they are missing."""
    if not find():
        install_on_ci("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation")
    return find()
