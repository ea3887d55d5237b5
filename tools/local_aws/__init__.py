"""AWS on this machine: emulators, Terraform, deployments."""
