"""How many coins there can be. All amounts are whole coins."""

MAX_COINS = 10**15
"""In one wallet, or owed by the bank: below 2**53, so that a page counts without rounding."""

MAX_PRICE = 10**9


def in_words(coins: int) -> str:
    """Return ``1 coin``, ``12 coins``."""
    return "1 coin" if coins == 1 else f"{coins} coins"
