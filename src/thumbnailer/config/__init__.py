"""The configuration of a deployment: settings, recipe, keys, and reasons for rejections."""
