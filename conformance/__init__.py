"""The gateway's framing before the Autobahn TestSuite, the yardstick of RFC 6455.

An echo application stands in the gateway's place, behind the same uWSGI and on the same
`websocket_server.transport` and `websocket_server.codec`; it knows nothing else of it.
"""
