"""What an action may refuse.

ActionRefusedError
├── NotAMemberError          who acts or is acted upon is not (or no longer) in the session
├── OwnerStaysError          the owner hands over before he leaves
└── BeyondTheLogError        a place that the log has not reached
"""


class ActionRefusedError(Exception):
    """The action was not done, and nothing was changed."""


class NotAMemberError(ActionRefusedError):
    """The user is not a member of the session."""


class OwnerStaysError(ActionRefusedError):
    """The owner cannot leave or be removed before somebody else owns the session."""


class BeyondTheLogError(ActionRefusedError):
    """The place is above the session's ``last_seq``."""
