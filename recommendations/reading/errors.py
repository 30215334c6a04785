"""Why a file could not be read."""

OTHER_KIND = "This kind of file cannot be read. Save it as a web page, Word, OpenDocument, PDF or text file."


class UnreadableFile(Exception):  # a state of the file, named as people say it
    """The file holds nothing that can be read. `sentence` says what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
