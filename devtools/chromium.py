"""Find Chromium, Chrome or Edge for the browser tests."""

import os
import shutil
from pathlib import Path

from devtools.machine import install_on_ci

HOW_TO_INSTALL = (
    "No Chromium, Chrome or Edge was found. Debian: sudo apt install chromium. Ubuntu: sudo snap install chromium. "
    "macOS: brew install --cask chromium. Windows: winget install Google.Chrome. "
    "Or name one in SOTERIA_CHROMIUM."
)
# The shell first: Chromium without its own windows takes a third less processor time.
_ON_PATH = [
    "chromium-headless-shell",
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "chrome",
    "microsoft-edge",
]
_ON_MACOS = ["Google Chrome", "Chromium", "Microsoft Edge"]
_ON_WINDOWS = [r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe"]


def find() -> str | None:
    """Return the path of a browser on this machine, or None."""
    named = os.environ.get("SOTERIA_CHROMIUM")
    if named:
        return named
    places = [Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in _ON_MACOS]
    for folder in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData"):
        places += [Path(os.environ[folder], name) for name in _ON_WINDOWS if folder in os.environ]
    found = [path for path in map(shutil.which, _ON_PATH) if path]
    found += [str(place) for place in places if place.exists()]
    return found[0] if found else None


def find_or_install() -> str | None:
    """Return the same; on CI, install Debian's Chromium first if there is no browser. Older releases lack the shell."""
    for package in ("chromium-headless-shell", "chromium"):
        if not find():
            install_on_ci(package, "fonts-liberation")
    return find()
