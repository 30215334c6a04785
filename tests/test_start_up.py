"""What the process of the web does not import before it needs it."""

import subprocess
import sys
from pathlib import Path

_READERS = ("openpyxl", "pdfplumber", "pypdfium2", "python_calamine")
_PROGRAM = f"""
import sys, django
django.setup()
import soteria_tracker.urls
print([name for name in {_READERS!r} if name in sys.modules])
"""


def test_no_reader_of_files_is_imported_at_start_up():
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
