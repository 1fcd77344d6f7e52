"""Installing, starting and testing Chatire: standard library only, since it runs before `.venv`."""
