"""The operators' page: how long a message takes, over the last hours, and what went wrong."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime

from chat.admin.shown import ShownAdmin
from probe.models import Sample
from probe.periods import DEFAULT, PERIODS, Period
from probe.plot import plot
from probe.statistics import Row, parts, quantile


class Reason(NamedTuple):
    """Why a message did not arrive, how often, and when the last time."""

    sentence: str
    times: int
    last: datetime


class PeriodFilter(admin.SimpleListFilter):
    """Governs the plot and the table alike."""

    title = "period"
    parameter_name = "hours"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(hours, period.name) for hours, period in PERIODS.items()]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Without "All", which nobody could draw."""
        for hours, period in PERIODS.items():
            yield {
                "selected": PERIODS[hours] is self.period,
                "query_string": changelist.get_query_string({self.parameter_name: hours}),
                "display": period.name,
            }

    @property
    def period(self) -> Period:
        """Return what was asked for, or the default."""
        return PERIODS.get(self.value() or DEFAULT, PERIODS[DEFAULT])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Sample]) -> QuerySet[Sample]:
        return queryset.filter(measured_at__gte=self.period.start(timezone.now()))


@admin.register(Sample)
class SampleAdmin(ShownAdmin):
    """Open to all staff: nothing here is anybody's."""

    list_display = ("at", "took", "failure")
    list_display_links = None
    list_filter = (PeriodFilter,)
    list_per_page = 50
    empty_value_display = ""
    ordering = ("-measured_at", "-pk")
    show_facets = admin.ShowFacets.NEVER

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    @admin.display(description="measured at (UTC)", ordering="measured_at")
    def at(self, sample: Sample) -> str:
        return f"{localtime(sample.measured_at):%Y-%m-%d %H:%M:%S}"

    @admin.display(description="took", ordering="milliseconds")
    def took(self, sample: Sample) -> str:
        return "" if sample.milliseconds is None else f"{sample.milliseconds:.1f} ms"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Add the plot to what the list shows."""
        response: Any = super().changelist_view(request, extra_context)
        changelist = getattr(response, "context_data", {}).get("cl")
        if changelist is not None:  # not so where the address was not understood: a redirect
            [spec] = changelist.filter_specs
            response.context_data |= shown(spec.period, now=timezone.now())
            response.context_data["periods"] = list(spec.choices(changelist))
        return cast(HttpResponse, response)


def shown(period: Period, *, now: datetime) -> dict[str, Any]:
    """Return what the page shows above its table."""
    start = period.start(now)
    rows = list(
        Sample.objects.filter(measured_at__gte=start)
        .order_by("measured_at")
        .values_list("measured_at", "milliseconds", "failure")
    )
    found = parts(rows, start=start, length=period.part, count=period.parts)
    milliseconds = [each for _, each, _ in rows if each is not None]
    return {
        "title": "From POST to receipt",
        "subtitle": None,
        "period": period.name,
        "plot": plot(found, length=period.part, tick=period.tick),
        "p50": quantile(milliseconds, 0.5) if milliseconds else None,
        "p99": quantile(milliseconds, 0.99) if milliseconds else None,
        "count": len(milliseconds),
        "failures": sum(1 for _, _, reason in rows if reason),
        "reasons": reasons(rows),
    }


def reasons(rows: Iterable[Row]) -> list[Reason]:
    """Return why messages did not arrive, what happened last first; ``rows`` are in order."""
    found: dict[str, Reason] = {}
    for at, _, failure in rows:
        if failure:
            before = found.pop(failure, None)
            found[failure] = Reason(failure, (before.times if before else 0) + 1, localtime(at))
    return list(reversed(found.values()))
