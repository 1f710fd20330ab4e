"""Measures an assistant against a suite of questions with known evidence."""
