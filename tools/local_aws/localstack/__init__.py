"""A second emulator of AWS, LocalStack, which runs functions as processes of this machine.

`launch` starts it. What runs in LocalStack's own interpreter is `__main__` with `executor`, which
runs functions, and `differences`, which brings its answers closer to those of AWS.
"""
