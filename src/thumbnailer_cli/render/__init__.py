"""`thumbnailer render`: renders files of this machine."""
