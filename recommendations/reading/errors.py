"""Why a file could not be read."""

OTHER_KIND = "This kind of file cannot be read. Save it as a web page, Word, OpenDocument, PDF or text file."
SIZE_LIMIT = 25 * 1024 * 1024  # bytes of a file


class UnreadableFile(Exception):  # a state of the file, named as people say it
    """The file holds nothing that can be read. `sentence` says what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def check_size(contents: bytes) -> None:
    """Raise UnreadableFile if a file is too large to be read."""
    if len(contents) > SIZE_LIMIT:
        raise UnreadableFile(f"This file is larger than {SIZE_LIMIT // 1024**2} MB. Make it smaller and try again.")
