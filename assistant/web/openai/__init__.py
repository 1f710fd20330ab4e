"""The assistant as a model of OpenAI's chat completions API, for clients that speak that."""
