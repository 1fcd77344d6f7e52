"""How both programs log: one line an event, in UTC.

What stands in a line is the caller's business; never a ticket, token or message text.
"""

import logging
import time


class OneLine(logging.Formatter):
    """Keeps a record in one line, its traceback too: so a line can be found, sent and counted."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    @staticmethod
    def converter(timestamp: float | None) -> time.struct_time:
        """Return the moment in UTC."""
        return time.gmtime(timestamp)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; line feeds in it are written as `\\n`."""
        return super().format(record).replace("\n", r"\n")
