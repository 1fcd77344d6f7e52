"""Finds items as one user sees them, in a number of queries that does not grow with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import User
from economy.models import OPEN_STATES, Ask, AskState, Item, Sale, SaleState

WITHDRAWN = "withdrawn"
ITEM_STATES = [WITHDRAWN, str(SaleState.OFFERED), str(SaleState.ASKED)]

LAST_SALES = 20


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item, the sale in which it is on offer, and what ``user`` may see of it."""

    item: Item
    user: User
    sale: Sale | None
    sales: list[Sale] = field(default_factory=list)

    @property
    def mine(self) -> bool:
        return self.item.owner_id == self.user.pk

    @property
    def state(self) -> str:
        return self.sale.state if self.sale else WITHDRAWN

    @property
    def price(self) -> int | None:
        return self.sale.price if self.sale else None

    @property
    def asks(self) -> list[Ask]:
        """Return who asks: all of them for the owner, for everybody else himself alone."""
        asks: list[Ask] = self.sale.open_asks if self.sale else []  # type: ignore[attr-defined]
        return [each for each in asks if self.mine or each.user_id == self.user.pk]


def found(*, state: str | None = None, owner: User | None = None) -> QuerySet[Item]:
    """Return the items with all that showing them needs: of one state, of one owner, or all."""
    asks = Ask.objects.filter(state=AskState.OPEN).select_related("user").order_by("pk")
    on_offer = Sale.objects.filter(state__in=OPEN_STATES).prefetch_related(
        Prefetch("asks", queryset=asks, to_attr="open_asks")
    )
    items = Item.objects.select_related("owner").prefetch_related(
        Prefetch("sales", queryset=on_offer, to_attr="open_sales")
    )
    if owner is not None:
        items = items.filter(owner=owner)
    if state is None:
        return items
    sales = Sale.objects.filter(item=OuterRef("pk"))
    if state == WITHDRAWN:
        return items.filter(~Exists(sales.filter(state__in=OPEN_STATES)))
    return items.filter(Exists(sales.filter(state=state)))


def shown_to(user: User, items: Iterable[Item]) -> list[ShownItem]:
    """Return each of ``items`` (see :func:`found`) as ``user`` may see it."""
    return [ShownItem(item, user, _open_sale(item)) for item in items]


def shown_with_sales(user: User, item: Item) -> ShownItem:
    """Return ``item`` with its last sales."""
    done = Sale.objects.filter(item=item, state=SaleState.DONE).select_related("seller", "buyer")
    return ShownItem(item, user, _open_sale(item), list(done.order_by("-pk")[:LAST_SALES]))


def _open_sale(item: Item) -> Sale | None:
    sales: list[Sale] = item.open_sales  # type: ignore[attr-defined]
    return sales[0] if sales else None
