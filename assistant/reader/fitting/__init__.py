"""Fits the light reader: questions with labelled sentences in, its coefficients out."""
