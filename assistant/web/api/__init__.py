"""The HTTP API under /api/v1: one module a subject, one router of them all."""
