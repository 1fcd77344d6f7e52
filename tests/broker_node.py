"""What tests ask of a private RabbitMQ node, and do to it.

By `erl_call`, which comes with Erlang: each start of `rabbitmqctl` costs two seconds of a core.
https://www.erlang.org/doc/man/erl_call.html
"""

import json
import shutil
import subprocess

from ops.rabbitmq import RabbitMQ

ANSWER_WITHIN = 30.0
"""Seconds."""
NAMES = 'io:format("~s~n", [[[N, 10] || {resource, _, _, N} <- %s]])'
DONE = "<that is all>"
DEFAULT_MEMORY = 0.4
"""RabbitMQ's own `vm_memory_high_watermark`: of the machine's memory."""


class NodeError(AssertionError):
    """The node could not be asked, or raised an error."""


def evaluate(node: RabbitMQ, expression: str) -> str:
    """Evaluate an Erlang expression, without its full stop, in the node; return what it prints.

    Raises NodeError.
    """
    program = shutil.which("erl_call")
    if program is None:
        raise NodeError("erl_call is not installed: apt-get install erlang-base")
    address = f"127.0.0.1:{node.identity.distribution}"
    cookie = (node.directory / ".erlang.cookie").read_text()
    command = [program, "-address", address, "-c", cookie, "-fetch_stdout", "-e"]
    done = subprocess.run(
        command,
        # It ends with 0 whatever happens in the node: so the last word tells.
        input=f'{expression}, io:format("{DONE}").\n',
        env={"HOME": str(node.directory)},
        capture_output=True,
        text=True,
        timeout=ANSWER_WITHIN,
        check=False,
    )
    if DONE not in done.stdout:
        raise NodeError(f"{expression}: {done.stdout}{done.stderr}")
    return done.stdout.rpartition(DONE)[0]


def exchanges(node: RabbitMQ) -> list[str]:
    """Return the names of all exchanges; the default one has none."""
    return evaluate(node, NAMES % "rabbit_exchange:list_names()").split()


def queues(node: RabbitMQ) -> list[str]:
    """Return the names of all queues."""
    return evaluate(node, NAMES % "[amqqueue:get_name(Q) || Q <- rabbit_amqqueue:list()]").split()


def limit_memory(node: RabbitMQ, share: float) -> None:
    """Have the node read nothing from publishers above this share of the machine's memory."""
    evaluate(node, f"vm_memory_monitor:set_vm_memory_high_watermark({share:f})")


def close_connections(node: RabbitMQ, reason: str) -> None:
    """End every client's connection."""
    text = json.dumps(reason)
    evaluate(node, f"rabbit_networking:close_connections(rabbit_networking:connections(), {text})")
