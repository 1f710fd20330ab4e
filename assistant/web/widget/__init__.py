"""What other people's pages get: the widget, its page in a frame, the viewer, and a page to try."""
