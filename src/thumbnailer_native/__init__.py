"""What Python is too slow for, and Pillow slower than it need be: loops over pixels, in C.

The layer holds this package, compiled for its machine; `make` compiles it in place for this one.
"""
