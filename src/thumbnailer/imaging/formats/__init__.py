"""The decoders of image formats: a module for each format, and common code for Pillow.

`thumbnailer.config.formats` contains the other properties of each format.
"""
