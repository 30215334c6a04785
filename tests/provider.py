"""A provider of OpenID Connect on this machine, for tests of sign-in at an organisation."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import requests

_SECONDS = 30


class Provider:
    """The provider's people, and what a browser does at its sign-in page."""

    def __init__(self, address: str) -> None:
        self.address = address

    def enter(self, subject: str, **claims: object) -> None:
        """Enter a person, or change what the provider says of them."""
        requests.put(f"{self.address}/users/{subject}", json=claims, timeout=_SECONDS).raise_for_status()

    def sign_in(self, authorize: str, subject: str) -> str:
        """Sign in on the provider's page at this address, and return the path and query to which it leads back."""
        answer = requests.post(authorize, data={"sub": subject}, timeout=_SECONDS, allow_redirects=False)
        return re.sub(r"^https?://[^/]+", "", answer.headers["Location"])


@contextlib.contextmanager
def running_provider() -> Iterator[Provider]:
    """Start a provider in a process of its own, and stop it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=_SECONDS)
