"""The admin: shows everything, and changes nothing."""

from economy.admin.draws import ChainAdmin, DrawAdmin
from economy.admin.ledger import EntryAdmin, TransferAdmin, WalletAdmin
from economy.admin.market import AskAdmin, ItemAdmin, SaleAdmin

__all__ = [
    "AskAdmin",
    "ChainAdmin",
    "DrawAdmin",
    "EntryAdmin",
    "ItemAdmin",
    "SaleAdmin",
    "TransferAdmin",
    "WalletAdmin",
]
