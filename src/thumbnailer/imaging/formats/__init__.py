"""What differs between formats of pictures: a module for each, and what Pillow does for all.

What a format's other facts are is said in `thumbnailer.config.formats`, in one row each.
"""
