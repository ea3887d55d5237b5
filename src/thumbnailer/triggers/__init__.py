"""What invokes the function: an event of any kind to sources, and how they ended to the answer."""
