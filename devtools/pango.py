"""Finding the libraries that PDF files are made with."""

import ctypes.util

from devtools.machine import install_on_ci

HOW_TO_INSTALL = (
    "The Pango library was not found. Debian and Ubuntu: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0. macOS: brew install pango. Windows: install MSYS2 and its package pango. Without it "
    "Soteria Tracker makes Word and HTML documents, and says so when a PDF is asked for."
)


def find() -> bool:
    """Whether PDF files can be made on this machine."""
    return all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0"))


def find_or_install() -> bool:
    """As find; CI installs Debian's packages first where they are missing."""
    if not find():
        install_on_ci("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation")
    return find()
