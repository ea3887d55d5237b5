"""Who is measured; each module runs in a process of its own and has a `run(case, data)`."""
