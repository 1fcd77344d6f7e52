"""Load, made cheaply: thousands of clients of a real Chatire in one process."""
