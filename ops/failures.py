"""The one error of this package: a sentence for the person who typed the command."""


class Failure(Exception):  # noqa: N818 - it is read by people: "ops: <sentence>"
    """Something that only that person can mend; its text is the whole output."""
