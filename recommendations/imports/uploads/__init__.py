"""Any file that a person brings: a worker reads it, tells what it is, and the person is led to where it belongs."""
