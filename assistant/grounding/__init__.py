"""Statements and the words they rest on: quoting them, and checking what others wrote of them."""
