"""What accounts answer: find, check, validate, call one action, answer."""
