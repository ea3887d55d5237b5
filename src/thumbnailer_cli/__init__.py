"""The command `thumbnailer`, for operators; runs on their machines and never on Lambda."""
