"""Measures the whole way of a message each minute, as a client would: from POST to receipt."""
