# What the chaos run works on: two variants, outputs that go with their sources, reports of what is
# rejected. Credentials, region and endpoint come from the environment.

provider "aws" {}

module "thumbnails" {
  source = "../.."

  name          = "chaos-thumbnails"
  bucket_name   = var.bucket_name
  force_destroy = true

  variants = {
    thumb  = { width = 48, height = 48 }
    square = { width = 24, height = 24, fit = "cover" }
  }
  limits          = { max_bytes = 64 * 1024 }
  on_delete       = "remove"
  rejected_prefix = "rejected/"

  # The least that the module takes, so that a run does not wait for long.
  function = { architecture = var.architecture, timeout = 30 }
  batching = { batch_size = 5, maximum_concurrency = 10 }

  artifacts = var.artifacts
}
