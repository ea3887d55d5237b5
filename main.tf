locals {
  queue_name = coalesce(var.queue_name, "${var.name}-uploads")

  # By content a picture may be one of `inputs`; by name it is one if it ends like them.
  suffixes_of_inputs = {
    jpeg = [".jpg", ".jpeg"]
    png  = [".png"]
    webp = [".webp"]
    gif  = [".gif"]
    avif = [".avif"]
    tiff = [".tif", ".tiff"]
    heic = [".heic", ".heif"]
  }
  suffixes = var.suffixes != null ? var.suffixes : flatten([for input in var.inputs : local.suffixes_of_inputs[input]])

  # The suffix filters of S3 tell upper from lower case: IMG_1.JPG must arrive, too.
  wired_suffixes = distinct(flatten([for suffix in local.suffixes : [suffix, lower(suffix), upper(suffix)]]))

  environment = {
    THUMBNAILER_BUCKET         = var.bucket_name
    THUMBNAILER_UPLOADS_PREFIX = var.uploads_prefix
    THUMBNAILER_RECIPE         = local.recipe
  }

  # Lambda measures the environment as JSON, in bytes; length() counts characters, and base64 has
  # four of them for three bytes.
  environment_bytes = floor(length(replace(base64encode(jsonencode(local.environment)), "=", "")) * 3 / 4)

  function_zip = coalesce(var.artifacts.function_zip, "${path.module}/dist/thumbnailer.zip")
  layer_zip    = coalesce(var.artifacts.layer_zip, "${path.module}/dist/pillow-layer-${var.function.architecture}.zip")

  # Pillow cannot read HEIC. What can is under another licence, and goes in only where it is asked for.
  needs_heif_layer = contains(var.inputs, "heic")
  heif_layer_zip   = coalesce(var.artifacts.heif_layer_zip, "${path.module}/dist/heif-layer-${var.function.architecture}.zip")

  # One command for all that is missing.
  build_command = join(" ", concat(
    ["./build.sh", "--arch", var.function.architecture, "--python", trimprefix(var.function.runtime, "python")],
    local.needs_heif_layer ? ["--heif"] : [],
  ))
}

data "aws_caller_identity" "current" {}

module "bucket" {
  source = "./modules/bucket"

  name          = var.bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags
}

module "queue" {
  source = "./modules/queue"

  name              = local.queue_name
  source_bucket_arn = module.bucket.arn
  source_account_id = data.aws_caller_identity.current.account_id
  function_timeout  = var.function.timeout
  window            = var.batching.window
  max_receive_count = var.max_receive_count
  tags              = var.tags
}

module "notification" {
  source = "./modules/notification"

  bucket_name = module.bucket.name
  queue_arn   = module.queue.arn
  prefix      = var.uploads_prefix
  suffixes    = local.wired_suffixes
}

module "layer" {
  source = "./modules/layer"

  name          = "${var.name}-pillow"
  content       = "Pillow"
  zip           = local.layer_zip
  build_command = local.build_command
  architecture  = var.function.architecture
  runtime       = var.function.runtime
}

module "heif_layer" {
  source = "./modules/layer"
  count  = local.needs_heif_layer ? 1 : 0

  name          = "${var.name}-heif"
  content       = "pillow-heif"
  zip           = local.heif_layer_zip
  build_command = local.build_command
  architecture  = var.function.architecture
  runtime       = var.function.runtime
}

module "function" {
  source = "./modules/function"

  name                  = var.name
  zip                   = local.function_zip
  layer_arns            = concat([module.layer.arn], module.heif_layer[*].arn)
  architecture          = var.function.architecture
  runtime               = var.function.runtime
  memory_size           = var.function.memory_size
  timeout               = var.function.timeout
  environment           = local.environment
  bucket_arn            = module.bucket.arn
  uploads_prefix        = var.uploads_prefix
  output_prefixes       = local.output_prefixes
  watermark_key         = local.watermark_key
  queue_arn             = module.queue.arn
  batch_size            = var.batching.batch_size
  window                = var.batching.window
  maximum_concurrency   = var.batching.maximum_concurrency
  log_retention_in_days = var.log_retention_in_days
  tags                  = var.tags
}
