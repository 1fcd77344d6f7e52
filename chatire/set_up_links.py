"""Keeps the token of a set-up link out of the log: Django names the path of what it refuses."""

import logging
import re

_TOKEN = re.compile(r"(?<=/setup/)[^/\s]+")


class SetUpLinkFilter(logging.Filter):
    """Leaves the token out of each path that a record names."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _TOKEN.sub("...", each) if isinstance(each, str) else each for each in record.args
            )
        return True
