# The object variables, with types, defaults and rules.
module "typed" {
  source = "./modules/typed"

  bucket       = var.bucket
  destination  = var.destination
  cors         = var.cors
  encryption   = var.encryption
  upload_topic = var.upload_topic
  variants     = var.variants
  watermark    = var.watermark
  limits       = var.limits
  batching     = var.batching
  function     = var.function
  role         = var.role
  artifacts    = var.artifacts
  notices      = var.notices
  delivery     = var.delivery
  alarms       = var.alarms

  # What their rules refer to.
  bucket_name    = var.bucket_name
  create_bucket  = var.create_bucket
  uploads_prefix = var.uploads_prefix
  notification   = var.notification

  given = {
    bucket       = var.bucket
    destination  = var.destination
    cors         = var.cors
    encryption   = var.encryption
    upload_topic = var.upload_topic
    variants     = var.variants
    watermark    = var.watermark
    limits       = var.limits
    batching     = var.batching
    function     = var.function
    role         = var.role
    artifacts    = var.artifacts
    notices      = var.notices
    delivery     = var.delivery
    alarms       = var.alarms
  }
}
