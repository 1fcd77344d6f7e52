"""Django's settings for the peer: the channel layer that LAYER names, on Redis at REDIS_PORT."""

import os

import django
from django.conf import settings

ROOM = "room"
LAYERS = {
    "core": "channels_redis.core.RedisChannelLayer",
    "pubsub": "channels_redis.pubsub.RedisPubSubChannelLayer",
}
# The default of 100 messages a channel would drop most of a burst.
CAPACITY = {"core": {"capacity": 10_000}, "pubsub": {}}
# By default there are 100 connections to Redis and 5 s for an answer: of a thousand who come at
# once some would be answered 500, and some be thrown out later, as the core layer waits 5 s.
PATIENCE = {"max_connections": 10_000, "socket_timeout": 60.0}


def configure() -> None:
    """Set Django up."""
    layer = os.environ["LAYER"]
    address = f"redis://127.0.0.1:{os.environ['REDIS_PORT']}/0"
    config = {"hosts": [{"address": address, **PATIENCE}], **CAPACITY[layer]}
    settings.configure(
        SECRET_KEY="of no use here",
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=["channels"],
        CHANNEL_LAYERS={"default": {"BACKEND": LAYERS[layer], "CONFIG": config}},
    )
    django.setup()
