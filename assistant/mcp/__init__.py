"""The assistant as an MCP server: other programs' assistants ask it, search and read through it."""
