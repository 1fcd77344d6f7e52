"""nginx.conf is what nginx reads, and agrees with the files that it speaks to."""

import re
import subprocess
from functools import partial
from pathlib import Path

import pytest
import requests

from ops import nginx, ports
from ops.layout import CHECKOUT, RunDirectory
from tests.live.deadline import wait_until

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


def test_nginx_logs_what_it_cannot_reach_but_no_set_up_link(tmp_path: Path) -> None:
    """The application is away: a link's token stands in its path."""
    [port] = ports.free_ports(1)
    run = RunDirectory(str(tmp_path))
    nginx.write(run, port=port, public_url=f"http://localhost:{port}")
    command = [str(nginx.program()), "-e", "stderr", "-p", ".", "-c", "nginx.conf"]
    with subprocess.Popen(command, cwd=run.path, stderr=subprocess.PIPE, text=True) as running:
        try:
            ask = partial(answered, port)
            wait_until(lambda: ask("/healthz") == 502, "nginx answers")
            assert [ask("/setup/canary/"), ask("/api/chats/")] == [502, 502]
        finally:
            running.terminate()
        _, said = running.communicate(timeout=20)
    assert "GET /api/chats/" in said
    assert "canary" not in said


def answered(port: int, path: str) -> int:
    """Return the status that nginx on this port answers with, 0 for none."""
    try:
        return requests.get(f"http://127.0.0.1:{port}{path}", timeout=20).status_code
    except requests.ConnectionError:
        return 0


def test_page_has_the_strict_policy() -> None:
    """No inline script, no other origin, no frame."""
    assert f'"{PAGE}" always' in (CHECKOUT / "nginx.conf").read_text()


def test_page_names_itself_nowhere() -> None:
    """Its address may be an invitation, or an e-mailed link with a token; nginx logs referrers."""
    assert (
        "add_header Referrer-Policy strict-origin always;" in (CHECKOUT / "nginx.conf").read_text()
    )
    page = (CHECKOUT / "frontend" / "index.html").read_text()
    assert '<meta name="referrer" content="strict-origin" />' in page


@pytest.mark.parametrize("name", ["uwsgi-app.ini", "uwsgi-ws.ini"])
def test_headers_that_nginx_accepts_fit_into_uwsgi(name: str) -> None:
    """uWSGI drops what does not fit without an answer, and nginx then says 502."""
    text = (CHECKOUT / "nginx.conf").read_text()
    count, kilobytes = re.findall(r"large_client_header_buffers (\d+) (\d+)k", text)[0]
    accepted = 1024 + int(count) * int(kilobytes) * 1024
    buffer = re.findall(r"^buffer-size = (\d+)", (CHECKOUT / name).read_text(), re.MULTILINE)[0]
    assert accepted < int(buffer)
