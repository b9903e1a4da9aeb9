"""What pages cost: the server's time, bytes, and what a browser does with them, on a large project."""
