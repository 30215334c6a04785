"""Request rounds: workbooks out to lead posts, their answers read back and accepted."""
