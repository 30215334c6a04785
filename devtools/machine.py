"""Install what CI lacks. On your own machine nothing is installed outside the project's folder."""

import os
import shutil
import subprocess

from devtools.steps import ON_CI, say


def install_on_ci(*packages: str) -> None:
    """Install Debian packages on CI, if apt-get exists. The caller checks the result."""
    if not ON_CI or not shutil.which("apt-get"):
        return
    say(f"== Installing {' and '.join(packages)}")
    needs_sudo = os.name == "posix" and os.geteuid() != 0
    apt_get = [*(["sudo", "-n"] if needs_sudo else []), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run([*apt_get, *arguments], check=False, stdout=subprocess.DEVNULL)
