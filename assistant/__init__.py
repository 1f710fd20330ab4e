"""From a question to a cited answer, and the ways to ask: command line, LangChain, web."""
