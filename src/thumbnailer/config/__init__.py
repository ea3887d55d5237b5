"""What a deployment is asked to do: settings, recipe, keys, reasons."""
