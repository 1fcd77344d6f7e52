"""What users want of the lottery."""

from accounts.models import User
from economy.models import Preference


def preference_of(user: User) -> Preference:
    """Return what ``user`` has chosen, or what holds as long as he has not."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def prefer(user: User, *, pop_ups: bool | None = None, show_name: bool | None = None) -> Preference:
    """Change what is given; what is not, stays."""
    given = {"pop_ups": pop_ups, "show_name": show_name}
    changes = {name: value for name, value in given.items() if value is not None}
    return Preference.objects.update_or_create(user=user, defaults=changes)[0]


def forget(user: User) -> None:
    """Forget the choices of ``user``, his consent to be named among them."""
    Preference.objects.filter(user=user).delete()
