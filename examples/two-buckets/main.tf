# A processing pipeline from one bucket into another: whatever is uploaded to uploads/ of the source bucket
# becomes a JPEG of exactly 300 x 300 pixels at processed/<key> of the destination bucket. Credentials,
# region and endpoint come from the environment.

provider "aws" {}

module "thumbnails" {
  source = "../.."

  name          = "two-buckets"
  bucket_name   = "two-buckets-source-${var.id}"
  destination   = { bucket_name = "two-buckets-destination-${var.id}" }
  force_destroy = var.force_destroy

  variants = {
    processed = { width = 300, height = 300, fit = "fill", enlarge = true, format = "jpeg", key = "processed/{key}" }
  }

  function = {
    architecture = var.architecture
    runtime      = var.runtime
  }

  artifacts = var.artifacts
  tags      = var.tags
}
