locals {
  queue_name = coalesce(var.queue_name, "${var.name}-uploads")

  # What has its default is left out: a list is empty where a setting is.
  settings = {
    THUMBNAILER_BUCKET             = [var.bucket_name]
    THUMBNAILER_DESTINATION_BUCKET = module.typed.destination != null ? [module.typed.destination.bucket_name] : []
    THUMBNAILER_UPLOADS_PREFIX     = [var.uploads_prefix]
    THUMBNAILER_RECIPE             = [local.recipe]
    THUMBNAILER_ON_DELETE          = var.on_delete == "keep" ? [] : [var.on_delete]
    THUMBNAILER_REJECTED_PREFIX    = var.rejected_prefix[*]
    THUMBNAILER_TOPIC_ARN          = module.typed.notices.enabled ? [local.topic_arn] : []
    THUMBNAILER_METRICS            = module.typed.function.metrics == "outcomes" ? [] : [module.typed.function.metrics]
  }
  environment = { for name, values in local.settings : name => values[0] if length(values) > 0 }

  # A report goes with its picture, whatever becomes of the thumbnails.
  removals = var.on_delete == "remove" || var.rejected_prefix != null

  # Lambda measures the environment as JSON, in bytes; length() counts characters, and base64 has
  # four of them for three bytes.
  environment_bytes = floor(length(replace(base64encode(jsonencode(local.environment)), "=", "")) * 3 / 4)
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

# It tells the region, which aws_region spells differently in the versions 5 and 6 of the provider.
data "aws_service_principal" "s3" {
  service_name = "s3"
}

# Read here: modules that wait for the artifacts could not read it before the first apply.
data "aws_service_principal" "logs" {
  service_name = "logs"
}

# Nothing is created before the artifacts are known to be there: every module waits for that.

module "key" {
  source = "./modules/key"
  count  = module.typed.encryption != null ? 1 : 0

  create         = module.typed.encryption.create_key || module.typed.encryption.retain_key
  name           = var.name
  partition      = data.aws_partition.current.partition
  account_id     = data.aws_caller_identity.current.account_id
  log_group_name = "/aws/lambda/${var.name}"
  logs_service   = data.aws_service_principal.logs.id
  sender         = local.sender_service
  delivered      = module.typed.delivery.enabled
  tags           = var.tags

  depends_on = [module.artifacts]
}

module "bucket" {
  source = "./modules/bucket"
  count  = var.create_bucket ? 1 : 0

  name          = var.bucket_name
  force_destroy = var.force_destroy
  kms_key_arn   = local.kms_key_arn
  cors          = module.typed.cors
  tags          = var.tags

  decrypt_key_arns                   = local.decrypt_key_arns
  noncurrent_version_expiration_days = module.typed.bucket.noncurrent_version_expiration_days
  lifecycle_rules                    = module.typed.bucket.lifecycle_rules

  policy_statements = concat(module.typed.destination == null ? local.delivery_statements : [], module.typed.bucket.policy_statements)

  depends_on = [module.artifacts]
}

module "destination" {
  source = "./modules/bucket"
  count  = try(module.typed.destination.create_bucket, false) ? 1 : 0

  name          = module.typed.destination.bucket_name
  force_destroy = var.force_destroy
  kms_key_arn   = local.kms_key_arn
  tags          = var.tags

  decrypt_key_arns                   = local.decrypt_key_arns
  noncurrent_version_expiration_days = module.typed.destination.noncurrent_version_expiration_days
  lifecycle_rules                    = module.typed.destination.lifecycle_rules

  policy_statements = concat(local.delivery_statements, module.typed.destination.policy_statements)

  depends_on = [module.artifacts]
}

module "queue" {
  source = "./modules/queue"

  name              = local.queue_name
  sender            = local.sender
  function_timeout  = module.typed.function.timeout
  window            = module.typed.batching.window
  max_receive_count = var.max_receive_count
  kms_key_arn       = local.kms_key_arn
  tags              = var.tags

  depends_on = [module.artifacts]
}

module "notification" {
  source = "./modules/notification"

  mode = local.notification
  # Several deployments may share a bucket that is none of theirs.
  id                 = local.notification == "s3" ? "S3ToSQSNotification" : var.name
  bucket_name        = local.bucket_name
  queue_arn          = module.queue.arn
  prefix             = var.uploads_prefix
  suffixes           = local.wired_suffixes
  removals           = local.removals
  enable_eventbridge = local.notification == "eventbridge" && (var.create_bucket || var.enable_eventbridge)
  topic_arn          = one(module.typed.upload_topic[*].arn)
  filter_messages    = try(module.typed.upload_topic.filter, false)
  tags               = var.tags

  depends_on = [module.artifacts]
}

module "function" {
  source = "./modules/function"

  name                   = var.name
  zip                    = local.function_zip
  zip_in_s3              = module.typed.artifacts.function_s3
  layer_arns             = local.layer_arns
  architecture           = module.typed.function.architecture
  runtime                = module.typed.function.runtime
  memory_size            = module.typed.function.memory_size
  timeout                = module.typed.function.timeout
  reserved_concurrency   = module.typed.function.reserved_concurrency
  ephemeral_storage      = module.typed.function.ephemeral_storage
  tracing                = module.typed.function.tracing
  vpc                    = module.typed.function.vpc
  environment            = local.environment
  bucket_arn             = local.bucket_arn
  destination_bucket_arn = local.destination_arn
  uploads_prefix         = var.uploads_prefix
  output_prefixes        = module.typed.output_prefixes
  remove_outputs         = var.on_delete == "remove"
  rejected_prefix        = var.rejected_prefix
  watermark_key          = local.watermark_key
  queue_arn              = module.queue.arn
  topic_arn              = local.topic_arn
  kms_key_arn            = local.kms_key_arn
  decrypt_key_arns       = local.decrypt_key_arns
  batch_size             = module.typed.batching.batch_size
  window                 = module.typed.batching.window
  maximum_concurrency    = module.typed.batching.maximum_concurrency
  log_retention_in_days  = var.log_retention_in_days
  role_path              = module.typed.role.path
  permissions_boundary   = module.typed.role.permissions_boundary
  tags                   = var.tags

  depends_on = [module.artifacts]
}

module "delivery" {
  source = "./modules/delivery"
  count  = module.typed.delivery.enabled ? 1 : 0

  name               = var.name
  bucket_arn         = local.destination_arn
  bucket_domain_name = local.destination_domain_name
  output_prefixes    = module.typed.output_prefixes
  aliases            = module.typed.delivery.aliases
  certificate_arn    = module.typed.delivery.certificate_arn
  price_class        = module.typed.delivery.price_class
  cache              = module.typed.delivery.cache
  logging            = module.typed.delivery.logging
  web_acl_arn        = module.typed.delivery.web_acl_arn
  tags               = var.tags

  depends_on = [module.artifacts]
}

module "observability" {
  source = "./modules/observability"
  count  = module.typed.alarms.enabled || var.dashboard ? 1 : 0

  name                  = var.name
  function_name         = module.function.name
  function_timeout      = module.typed.function.timeout
  log_group_name        = module.function.log_group_name
  queue_arn             = module.queue.arn
  dead_letter_queue_arn = module.queue.dead_letter_queue_arn
  visibility_timeout    = module.queue.visibility_timeout_seconds
  metrics               = module.typed.function.metrics
  alarms                = module.typed.alarms.enabled ? module.typed.alarms.names : []
  thresholds            = module.typed.alarms.thresholds
  alarm_actions         = module.typed.alarms.actions
  ok_actions            = module.typed.alarms.ok_actions
  runbook               = module.typed.alarms.runbook
  dashboard             = var.dashboard
  tags                  = var.tags

  depends_on = [module.artifacts]
}
