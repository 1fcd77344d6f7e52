"""What the economy remembers. Only economy.actions changes it."""

from economy.models.ask import Ask, AskState
from economy.models.chain import Chain
from economy.models.draw import Draw
from economy.models.entry import Entry
from economy.models.item import Item
from economy.models.preference import Preference
from economy.models.sale import OPEN_STATES, Sale, SaleState
from economy.models.transfer import Transfer, TransferKind
from economy.models.wallet import Wallet, WalletKind

__all__ = [
    "OPEN_STATES",
    "Ask",
    "AskState",
    "Chain",
    "Draw",
    "Entry",
    "Item",
    "Preference",
    "Sale",
    "SaleState",
    "Transfer",
    "TransferKind",
    "Wallet",
    "WalletKind",
]
