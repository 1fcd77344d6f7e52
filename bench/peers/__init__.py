"""Other servers with the same task: everybody is in one room, and hears what is published to it.

Each has a directory: `contestant.py` starts it for `bench`; the other files run in an environment
of its own, which is made below `.run/bench/` from what they pin.
"""
