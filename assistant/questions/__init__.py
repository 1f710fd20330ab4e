"""Questions that can be asked of the documents: made from them, and kept only if answered."""
