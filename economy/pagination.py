"""Pages of entries, draws and items."""

from chat.pagination import LimitedPagination


class EntryPagination(LimitedPagination):
    """Entries, the newest first."""

    ordering = ("-created_at", "-pk")


class DrawPagination(LimitedPagination):
    """Draws, the newest first."""

    ordering = ("-period",)


class ItemPagination(LimitedPagination):
    """Items, the newest first."""

    ordering = ("-created_at", "-pk")
