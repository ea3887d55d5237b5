"""One deployment at work: bringing the outputs of a key in line with its source."""
