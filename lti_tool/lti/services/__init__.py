"""What we ask of a platform from server to server."""
