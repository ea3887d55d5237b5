# Three deployments on one bucket that belongs to somebody else, with notifications of its own that stay as
# they are. Each deployment has its own prefix, and hears of uploads in another way. Credentials, region and
# endpoint come from the environment.

provider "aws" {}

locals {
  layer_zip = coalesce(var.artifacts.layer_zip, "${path.module}/../../dist/pillow-layer-${var.architecture}.zip")

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
    layer_arn    = aws_lambda_layer_version.pillow.arn
  }

  tags = var.tags
}

# One for all three: the zip of ./build.sh.
resource "aws_lambda_layer_version" "pillow" {
  layer_name               = "existing-pillow"
  description              = "Pillow for ${var.runtime} on ${var.architecture}."
  filename                 = local.layer_zip
  source_code_hash         = filebase64sha256(local.layer_zip)
  compatible_architectures = [var.architecture]
  compatible_runtimes      = [var.runtime]

  lifecycle {
    create_before_destroy = true
  }
}

# It was in a module.
moved {
  from = module.layer.aws_lambda_layer_version.this
  to   = aws_lambda_layer_version.pillow
}
