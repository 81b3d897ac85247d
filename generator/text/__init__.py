"""What is known of strings, whatever they are about. Nothing here opens a file."""
