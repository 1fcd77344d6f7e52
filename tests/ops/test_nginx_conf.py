"""nginx.conf is what nginx reads, and agrees with the files that it speaks to."""

import re
import subprocess
from pathlib import Path

import pytest

from ops import nginx
from ops.layout import CHECKOUT, RunDirectory

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self';"
    " img-src 'self' blob: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture
def run(tmp_path: Path) -> RunDirectory:
    """Return a run directory with everything that nginx.conf includes."""
    directory = RunDirectory(str(tmp_path))
    nginx.write(directory, port=8000, public_url="http://localhost:8000")
    return directory


def test_nginx_accepts_the_configuration(run: RunDirectory) -> None:
    """Without a warning: each would stand at the head of every start."""
    command = [str(nginx.program()), "-e", "stderr", "-t", "-q", "-p", ".", "-c", "nginx.conf"]
    said = subprocess.run(command, cwd=run.path, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")


def test_page_has_the_strict_policy() -> None:
    """No inline script, no other origin, no frame."""
    assert f'"{PAGE}" always' in (CHECKOUT / "nginx.conf").read_text()


@pytest.mark.parametrize("name", ["uwsgi-app.ini", "uwsgi-ws.ini"])
def test_headers_that_nginx_accepts_fit_into_uwsgi(name: str) -> None:
    """uWSGI drops what does not fit without an answer, and nginx then says 502."""
    text = (CHECKOUT / "nginx.conf").read_text()
    count, kilobytes = re.findall(r"large_client_header_buffers (\d+) (\d+)k", text)[0]
    accepted = 1024 + int(count) * int(kilobytes) * 1024
    buffer = re.findall(r"^buffer-size = (\d+)", (CHECKOUT / name).read_text(), re.MULTILINE)[0]
    assert accepted < int(buffer)
