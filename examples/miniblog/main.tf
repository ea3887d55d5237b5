# The pictures of a small blog: whatever is uploaded to uploads/ gets a thumbnail of at most 150 x 150
# pixels in thumbnails/. Credentials, region and endpoint come from the environment.

provider "aws" {}

module "thumbnails" {
  source = "../.."

  name          = "miniblog-thumbnails"
  bucket_name   = "miniblog-user-images-${var.id}"
  queue_name    = "image-upload-queue"
  force_destroy = var.force_destroy

  variants = { thumb = { width = 150, height = 150 } }
  limits   = { max_bytes = 5 * 1024 * 1024 }
  batching = { batch_size = 5 }

  function = {
    architecture = var.architecture
    runtime      = var.runtime
  }

  artifacts = var.artifacts
  tags      = var.tags
}
