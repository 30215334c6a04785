"""Run the steps of a command, each with its time, and say at the end which failed."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

ON_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def say(text: str) -> None:
    """Print at once, even when the output goes to a file."""
    print(text, flush=True)


@dataclass(frozen=True)
class Step:
    """A command to run, and its name for people."""

    name: str
    command: Sequence[str]
    variables: Mapping[str, str] | None = None


class Steps:
    """Runs every step even if one fails, so that one run shows every error."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.failed: list[str] = []
        self.skipped: list[tuple[str, str]] = []

    def run(self, name: str, command: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
        """Run a command and note whether it failed."""
        say(f"== {name}")
        began, processor_began = time.monotonic(), _processor_seconds()
        done = subprocess.run(command, env=variables, check=False)
        self._note(name, done.returncode, began, f", {_processor_seconds() - processor_began:.0f} s of processor time")

    def run_together(self, steps: Sequence[Step]) -> None:
        """Run as many steps at once as there are processors; print the output of each when it ends."""
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            for outcome in [pool.submit(self._run_quietly, step) for step in steps]:
                outcome.result()

    def _run_quietly(self, step: Step) -> None:
        began = time.monotonic()
        done = subprocess.run(
            step.command, env=step.variables, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        output = done.stdout.decode(errors="replace").strip()
        say(f"== {step.name}" + (f"\n{output}" if output else ""))
        self._note(step.name, done.returncode, began)

    def _note(self, name: str, returncode: int, began: float, more: str = "") -> None:
        if returncode:
            self.failed.append(name)
        say(f"   {name}: {'FAILED' if returncode else 'passed'} in {time.monotonic() - began:.1f} s{more}")

    def skip(self, name: str, how_to_install: str) -> None:
        """Say that a step was not run. In CI that is a failure: nothing is skipped there."""
        say(f"== {name}\n   {name}: NOT RUN. {how_to_install}")
        self.skipped.append((name, how_to_install))

    def close(self) -> int:
        """Say which steps failed, and return the exit code."""
        seconds = time.monotonic() - self.began
        for name, how_to_install in self.skipped:
            say(f"!! NOT RUN: {name}. {how_to_install}")
        if self.failed or (ON_CI and self.skipped):
            names = self.failed + [name for name, _ in self.skipped if ON_CI]
            say(f"Failed after {seconds:.0f} s: {', '.join(names)}.")
            return 1
        say(f"{'Everything else passed' if self.skipped else 'Passed'} in {seconds:.0f} s.")
        return 0


def _processor_seconds() -> float:
    """Return the processor time of all commands that ended, in seconds. Windows does not count it."""
    times = os.times()
    return times.children_user + times.children_system
