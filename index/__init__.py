"""From a folder of files to ranked passages with exact offsets. Knows nothing of answers."""
