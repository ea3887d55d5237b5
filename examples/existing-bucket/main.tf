# Three deployments on one bucket that belongs to somebody else, with notifications of its own that stay as
# they are. Each deployment has its own prefix, and hears of uploads in another way. Credentials, region and
# endpoint come from the environment.

provider "aws" {}

locals {
  deployments = {
    # The bucket sends its events to EventBridge: a rule picks ours.
    avatars = {
      notification = "eventbridge"
      upload_topic = null
      variants     = { avatar = { width = 128, height = 128, fit = "cover", key = "small/avatars/{dir}{stem}{ext}" } }
    }

    # The bucket's owner adds the output `notification_entries` to its notifications.
    photos = {
      notification = "none"
      upload_topic = null
      variants     = { thumb = { width = 300, height = 300, key = "small/photos/{dir}{stem}{ext}" } }
    }

    # The bucket reports what is uploaded to scans/ to a topic that others have subscribed to, too.
    scans = {
      notification = "sns"
      upload_topic = { arn = var.upload_topic_arn }
      variants     = { page = { width = 800, format = "jpeg", key = "small/scans/{key}{ext}" } }
    }
  }
}

module "thumbnails" {
  source   = "../.."
  for_each = local.deployments

  name           = "existing-${each.key}"
  bucket_name    = var.bucket_name
  create_bucket  = false
  uploads_prefix = "${each.key}/"
  notification   = each.value.notification
  upload_topic   = each.value.upload_topic
  variants       = each.value.variants

  function = {
    architecture = var.architecture
    runtime      = var.runtime
  }

  artifacts = {
    function_zip = var.artifacts.function_zip
    create_layer = false
    layer_arn    = module.layer.arn
  }

  tags = var.tags
}

# One for all three.
module "layer" {
  source = "../../modules/layer"

  name          = "existing-pillow"
  content       = "Pillow"
  zip           = coalesce(var.artifacts.layer_zip, "${path.module}/../../dist/pillow-layer-${var.architecture}.zip")
  build_command = "./build.sh --arch ${var.architecture} --python ${trimprefix(var.runtime, "python")}"
  architecture  = var.architecture
  runtime       = var.runtime
}
