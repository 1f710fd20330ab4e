"""Fits a reader: questions with labelled sentences in, its coefficients out."""
