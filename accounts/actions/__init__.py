"""The only code that changes what accounts remember, one file a noun."""
