"""``/api/economy/items/``: the market."""

from collections.abc import Callable

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chatire.views import query, validated
from economy.actions import market
from economy.actions.wallets import wallet_of
from economy.items import found, shown_to, shown_with_sales
from economy.models import Item
from economy.pagination import ItemPagination
from economy.serializers.market import (
    ApproveSerializer,
    ItemSerializer,
    ItemsQuerySerializer,
    ItemWithSalesSerializer,
    OfferSerializer,
)
from economy.views.base import EconomyView, found_or_404


class ItemsView(EconomyView):
    """All items."""

    @extend_schema(
        operation_id="listItems",
        parameters=[*ItemPagination.parameters, ItemsQuerySerializer],
        responses=ItemPagination.page_of(ItemSerializer),
    )
    def get(self, request: Request) -> Response:
        """List items, the newest first."""
        asked = validated(ItemsQuerySerializer, query(request))
        wallet_of(self.user)  # with it come a new account's items
        items = found(state=asked.get("state"), owner=self.user if asked["mine"] else None)
        pages = ItemPagination()
        page = pages.paginate_queryset(items, request, view=self) or []
        shown = ItemSerializer(shown_to(self.user, page), many=True)
        return pages.get_paginated_response(shown.data)


class _OneItem(EconomyView):
    def answer(self, item_id: int) -> Response:
        """Show the item as it is now."""
        item = found_or_404(found(), pk=item_id)
        return Response(ItemWithSalesSerializer(shown_with_sales(self.user, item)).data)

    def act(self, item_id: int, action: Callable[[Item], object]) -> Response:
        """Do ``action`` with the item, and show it as it is then."""
        action(found_or_404(Item.objects, pk=item_id))
        return self.answer(item_id)


class ItemView(_OneItem):
    """One item."""

    @extend_schema(operation_id="getItem", responses=ItemWithSalesSerializer)
    def get(self, request: Request, item_id: int) -> Response:
        """Return an item with its last sales."""
        return self.answer(item_id)


class OfferView(_OneItem):
    """Selling my item: the beginning."""

    @extend_schema(
        operation_id="offerItem", request=OfferSerializer, responses={200: ItemWithSalesSerializer}
    )
    def post(self, request: Request, item_id: int) -> Response:
        """Offer my item at a price, in whole coins."""
        price = validated(OfferSerializer, request.data)["price"]
        return self.act(item_id, lambda item: market.offer(item, self.user, price=price))


class WithdrawView(_OneItem):
    """Keeping my item after all."""

    @extend_schema(
        operation_id="withdrawItem", request=None, responses={200: ItemWithSalesSerializer}
    )
    def post(self, request: Request, item_id: int) -> Response:
        """Withdraw my item; who asked for it is told."""
        return self.act(item_id, lambda item: market.withdraw(item, self.user))


class AskView(_OneItem):
    """Wanting somebody's item."""

    @extend_schema(
        operation_id="askForItem", request=None, responses={200: ItemWithSalesSerializer}
    )
    def post(self, request: Request, item_id: int) -> Response:
        """Ask for an item at its price; once is enough."""
        return self.act(item_id, lambda item: market.ask(item, self.user))

    @extend_schema(
        operation_id="withdrawAsk", request=None, responses={200: ItemWithSalesSerializer}
    )
    def delete(self, request: Request, item_id: int) -> Response:
        """Ask no longer."""
        return self.act(item_id, lambda item: market.withdraw_ask(item, self.user))


class ApproveView(_OneItem):
    """Selling my item: the end."""

    @extend_schema(
        operation_id="approveAsk",
        request=ApproveSerializer,
        responses={200: ItemWithSalesSerializer},
    )
    def post(self, request: Request, item_id: int) -> Response:
        """Sell my item to one of those who ask: coins and item change hands at once."""
        chosen = validated(ApproveSerializer, request.data)["ask"]
        return self.act(item_id, lambda item: market.approve(item, self.user, ask_id=chosen))
