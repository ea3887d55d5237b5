# Which parts there are, and who owns them. What decides how many of something are made is told by flags
# and by whether an object is given, never by a value that may be unknown until the apply. (Modules are named
# as module.x[0].y and not by splats, which would wait for all that is in them: the bucket's policy names the
# distribution, and the distribution the bucket.)

locals {
  # A bucket of ours is named by its resource, so that whoever uses the name comes after it.
  bucket_name = var.create_bucket ? module.bucket[0].name : var.bucket_name
  bucket_arn  = var.create_bucket ? module.bucket[0].arn : "arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}"

  destination_name = (
    module.typed.destination == null
    ? local.bucket_name
    : (module.typed.destination.create_bucket ? module.destination[0].name : module.typed.destination.bucket_name)
  )
  destination_arn = (
    module.typed.destination == null
    ? local.bucket_arn
    : (module.typed.destination.create_bucket ? module.destination[0].arn : "arn:${data.aws_partition.current.partition}:s3:::${module.typed.destination.bucket_name}")
  )

  # Of an existing bucket only the name is known.
  destination_domain_name = (
    module.typed.destination == null
    ? (var.create_bucket ? module.bucket[0].regional_domain_name : "${var.bucket_name}.s3.${local.region_suffix}")
    : (module.typed.destination.create_bucket ? module.destination[0].regional_domain_name : "${module.typed.destination.bucket_name}.s3.${local.region_suffix}")
  )
  region_suffix = "${data.aws_service_principal.s3.region}.${data.aws_partition.current.dns_suffix}"

  delivery_statements = module.typed.delivery.enabled ? module.delivery[0].policy_statements : []

  # What we do not own we do not overwrite.
  notification = coalesce(var.notification, var.create_bucket ? "s3" : "none")

  # With "none" the owner's own notification is expected, so S3 may send.
  sender_service = { s3 = "s3.amazonaws.com", none = "s3.amazonaws.com", eventbridge = "events.amazonaws.com", sns = "sns.amazonaws.com" }[local.notification]
  sender = {
    service = local.sender_service
    arn = {
      s3          = local.bucket_arn
      none        = local.bucket_arn
      eventbridge = module.notification.rule_arn
      sns         = one(module.typed.upload_topic[*].arn)
    }[local.notification]
    account_id = data.aws_caller_identity.current.account_id
  }

  # The key for new objects, and the keys that old ones may be encrypted with.
  kms_key_arn = module.typed.encryption == null ? null : (module.typed.encryption.create_key ? module.key[0].arn : module.typed.encryption.kms_key_arn)
  decrypt_key_arns = module.typed.encryption == null ? [] : concat(
    module.typed.encryption.retain_key ? [module.key[0].arn] : [],
    module.typed.encryption.decrypt_key_arns,
  )
}

check "bucket_names" {
  assert {
    condition = alltrue([
      for name in concat(
        var.create_bucket ? [var.bucket_name] : [],
        try(module.typed.destination.create_bucket, false) ? [module.typed.destination.bucket_name] : []
      ) :
      !strcontains(name, ".")
    ])
    error_message = join(" ", [
      "A bucket name contains a dot: AWS's certificate for *.s3.<region>.amazonaws.com does not match it, so",
      "browsers and CloudFront cannot reach the bucket by its own host name over HTTPS. Use hyphens, unless",
      "nothing but SDKs uses the bucket.",
    ])
  }
}
