"""What people said of answers: listed, and turned into cases that hold an assistant to it."""
