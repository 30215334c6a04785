"""Runs a worker's file under limits: `python -I limited_child.py SECONDS BYTES WORKER`.

It is started by child_process.py, imports nothing of the product itself, and lets the worker write no file.
"""

import runpy
import sys
from pathlib import Path


def limit_this_process(cpu_seconds: int, memory_bytes: int) -> None:
    """Set the limits where the system knows them. Elsewhere the parent's clock is the only one."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform != "darwin":  # which refuses to limit memory
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(Path(__file__).parents[2]))
    limit_this_process(int(sys.argv[1]), int(sys.argv[2]))
    runpy.run_path(sys.argv[3], run_name="__main__")
