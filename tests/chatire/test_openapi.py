from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def test_committed_openapi_document_is_current(tmp_path: Path) -> None:
    """docs/openapi.yaml is what the code says; else run ``manage.py spectacular`` again:

    ``manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml``
    """
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", file=str(made), validate=True, fail_on_warn=True)
    assert made.read_text() == (settings.BASE_DIR / "docs" / "openapi.yaml").read_text()
