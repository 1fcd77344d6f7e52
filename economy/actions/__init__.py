"""The only code that changes what the economy remembers, one file a noun."""
