"""Any file that a person uploads: a worker reads it, tells what it is, and the person goes on to where it belongs."""
