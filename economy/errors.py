"""Why the economy refuses; each sentence is meant for the one who asked.

RefusedError
|-- NotEnoughCoinsError    who is to pay has too few that can be spent
|-- NotOwnerError          the item is somebody else's
|-- NoSuchAskError         nobody asks under that id for what is on offer
`-- WrongStateError        the item is in another state than that wants
"""


class RefusedError(Exception):
    """The base: nothing was moved."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotEnoughCoinsError(RefusedError):
    pass


class NotOwnerError(RefusedError):
    pass


class NoSuchAskError(RefusedError):
    pass


class WrongStateError(RefusedError):
    pass
