"""Questions about a document as a whole: summary, conclusion, structure, what is mentioned."""
