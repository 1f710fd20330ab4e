"""Conversation: what a follow-up means after the turns before it."""

from assistant.conversation.names import names
from assistant.conversation.understanding import Understood, standalone, understand

__all__ = ["Understood", "names", "standalone", "understand"]
