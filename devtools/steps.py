"""Steps of a command, each with its seconds, and a closing line."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence

ON_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def say(text: str) -> None:
    """Print at once, also where the output goes to a file."""
    print(text, flush=True)


class Steps:
    """Runs every step even when one fails, so that one run shows every fault."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.failed: list[str] = []
        self.left_out: list[tuple[str, str]] = []

    def run(self, name: str, command: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
        """Run a command and note whether it failed."""
        say(f"== {name}")
        began = time.monotonic()
        failed = subprocess.run(command, env=variables, check=False).returncode != 0
        if failed:
            self.failed.append(name)
        say(f"   {name}: {'FAILED' if failed else 'passed'} in {time.monotonic() - began:.1f} s")

    def leave_out(self, name: str, how_to_install: str) -> None:
        """Say loudly that a step was not run. In CI that is a failure: nothing is skipped there."""
        say(f"== {name}\n   {name}: NOT RUN. {how_to_install}")
        self.left_out.append((name, how_to_install))

    def close(self) -> int:
        """Say how it went; returns the exit code."""
        seconds = time.monotonic() - self.began
        for name, how_to_install in self.left_out:
            say(f"!! NOT RUN: {name}. {how_to_install}")
        if self.failed or (ON_CI and self.left_out):
            names = self.failed + [name for name, _ in self.left_out if ON_CI]
            say(f"Failed after {seconds:.0f} s: {', '.join(names)}.")
            return 1
        say(f"{'Everything else passed' if self.left_out else 'Passed'} in {seconds:.0f} s.")
        return 0
