"""The cast of every test: alice owns, bob is a member, mallory is an outsider."""
