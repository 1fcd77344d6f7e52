"""The market: what is offered, asked for, and sold.

Each action locks the item first; what it then finds stays so until it is done.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from chat.actions.notifications import notify_user
from economy.actions import ledger
from economy.actions.wallets import wallet_of
from economy.amounts import in_words
from economy.errors import NoSuchAskError, NotEnoughCoinsError, NotOwnerError, WrongStateError
from economy.models import OPEN_STATES, Ask, AskState, Item, Sale, SaleState, TransferKind

PAGE = "/economy/market"


@transaction.atomic
def offer(item: Item, seller: User, *, price: int) -> Sale:
    """Offer ``item`` at ``price``. Raises NotOwnerError and WrongStateError."""
    now = timezone.now()
    item = _locked(item)
    _require_owner(item, seller)
    if now < item.tradeable_at:
        raise WrongStateError(f"This item can be sold from {item.tradeable_at:%Y-%m-%d %H:%M} UTC.")
    if _open_sale(item) is not None:
        raise WrongStateError("This item is on offer already: withdraw it first.")
    return Sale.objects.create(item=item, seller=seller, price=price, offered_at=now)


@transaction.atomic
def withdraw(item: Item, seller: User) -> None:
    """Take ``item`` off the market. Raises NotOwnerError and WrongStateError."""
    item = _locked(item)
    _require_owner(item, seller)
    _withdraw(_required_sale(item), now=timezone.now())


@transaction.atomic
def ask(item: Item, buyer: User) -> Ask:
    """Ask for ``item``; who has asked already has asked.

    Raises WrongStateError, and NotEnoughCoinsError where he could not pay now.
    """
    now = timezone.now()
    item = _locked(item)
    sale = _required_sale(item)
    if item.owner_id == buyer.pk:
        raise WrongStateError("This item is yours.")
    if wallet_of(buyer).spendable(now) < sale.price:
        raise NotEnoughCoinsError(f"You have fewer than {in_words(sale.price)} to spend.")
    asked, is_new = Ask.objects.get_or_create(sale=sale, user=buyer, defaults={"created_at": now})
    if asked.state == AskState.WITHDRAWN:
        asked.state = AskState.OPEN
        asked.save(update_fields=["state"])
    if sale.state == SaleState.OFFERED:
        _go_on(sale, SaleState.ASKED)
    if is_new:  # once: who asks, withdraws and asks again must not ring a bell each time
        text = f"{buyer.username} asks for {item.name} at {in_words(sale.price)}."
        _tell(sale.seller, "market.asked", item, text)
    return asked


@transaction.atomic
def withdraw_ask(item: Item, buyer: User) -> None:
    """Ask no longer. Raises NoSuchAskError."""
    sale = _open_sale(_locked(item))
    asks = Ask.objects.filter(sale=sale, user=buyer, state=AskState.OPEN)
    if sale is None or not asks.update(state=AskState.WITHDRAWN):
        raise NoSuchAskError("You do not ask for this item.")
    if not Ask.objects.filter(sale=sale, state=AskState.OPEN).exists():
        _go_on(sale, SaleState.OFFERED)


@transaction.atomic
def approve(item: Item, seller: User, *, ask_id: int) -> Sale:
    """Sell ``item`` to who asked: coins, item and states change in one transaction.

    Raises NotOwnerError, WrongStateError, NoSuchAskError and NotEnoughCoinsError.
    """
    item = _locked(item)
    _require_owner(item, seller)
    sale = _required_sale(item)
    asks = Ask.objects.select_related("user").filter(sale=sale, state=AskState.OPEN)
    chosen = asks.filter(pk=ask_id, user__is_active=True).first()
    if chosen is None:
        raise NoSuchAskError("Nobody asks for this item under that id.")
    Ask.objects.filter(pk=chosen.pk).update(state=AskState.APPROVED)
    _go_on(sale, SaleState.APPROVED, buyer=chosen.user)
    payment = ledger.move(
        sale.price,
        source=wallet_of(chosen.user),
        target=wallet_of(seller),
        kind=TransferKind.TRADE,
        reference=f"trade:{sale.pk}",
        memo=item.name,
    )
    _go_on(sale, SaleState.DONE, payment=payment, ended_at=payment.created_at)
    Item.objects.filter(pk=item.pk).update(owner=chosen.user)
    text = f"{item.name} is yours, for {in_words(sale.price)}."
    _tell(chosen.user, "market.approved", item, text)
    _refuse(asks.exclude(pk=chosen.pk), item)
    return sale


@transaction.atomic
def leave(user: User) -> None:
    """Withdraw all that ``user`` offers and asks for: he can decide on nothing any more."""
    his = Q(seller=user) | Q(asks__user=user, asks__state=AskState.OPEN)
    sales = Sale.objects.filter(his, state__in=OPEN_STATES)
    # All locks first, in one order: two who leave at once may want each other's items.
    items = Item.objects.select_for_update().filter(pk__in=sales.values("item")).order_by("pk")
    for item in list(items):
        sale = _open_sale(item)
        if sale is not None and sale.seller_id == user.pk:
            _withdraw(sale, now=timezone.now())
        elif Ask.objects.filter(sale=sale, user=user, state=AskState.OPEN).exists():
            withdraw_ask(item, user)


def give_up_items(user: User) -> None:
    """Let the bank have the items of ``user``, who has deleted his account."""
    Item.objects.filter(owner=user).update(owner=None)


def _locked(item: Item) -> Item:
    return Item.objects.select_for_update().get(pk=item.pk)


def _open_sale(item: Item) -> Sale | None:
    sales = Sale.objects.select_related("seller").filter(item=item, state__in=OPEN_STATES)
    return sales.first()


def _required_sale(item: Item) -> Sale:
    sale = _open_sale(item)
    if sale is None:
        raise WrongStateError("This item is not on offer.")
    return sale


def _require_owner(item: Item, user: User) -> None:
    if item.owner_id != user.pk:
        raise NotOwnerError("This item is not yours.")


def _go_on(sale: Sale, state: SaleState, **fields: object) -> None:
    sale.state = state
    for name, value in fields.items():
        setattr(sale, name, value)
    sale.save(update_fields=["state", *fields])


def _withdraw(sale: Sale, *, now: datetime) -> None:
    _go_on(sale, SaleState.WITHDRAWN, ended_at=now)
    asks = Ask.objects.select_related("user").filter(sale=sale, state=AskState.OPEN)
    _refuse(asks, sale.item)


def _refuse(asks: QuerySet[Ask], item: Item) -> None:
    for each in asks:
        Ask.objects.filter(pk=each.pk).update(state=AskState.REFUSED)
        _tell(each.user, "market.refused", item, f"{item.name} is not to be had any more.")


def _tell(user: User, kind: str, item: Item, text: str) -> None:
    notify_user(user, kind=kind, text=text, url=PAGE, data={"item": item.pk})
