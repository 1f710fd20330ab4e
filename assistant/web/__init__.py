"""The assistant in a browser: the chat page, the HTTP API, and what guards them."""
