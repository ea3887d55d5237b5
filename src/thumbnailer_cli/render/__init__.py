"""`thumbnailer render`: renders local files as a deployment would."""
