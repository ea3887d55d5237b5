"""The command `thumbnailer`: the pure core on local files; never part of the function's zip."""
