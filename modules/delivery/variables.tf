variable "name" {
  description = <<-EOT
    Name of the origin access control, the cache policy, the response headers policy and the function: 1 to
    64 letters, digits, hyphens and underscores. The names are global in an account: deployments in several
    Regions need different names.
  EOT
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, hyphens and underscores; got \"${var.name}\"."
  }
}

variable "bucket_arn" {
  description = "ARN of the bucket of the outputs. It stays private: only the distribution needs access."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:s3:::[^/*?]+$", var.bucket_arn))
    error_message = "bucket_arn must be the ARN of one bucket, such as \"arn:aws:s3:::pictures\"; got \"${var.bucket_arn}\"."
  }
}

variable "bucket_domain_name" {
  description = <<-EOT
    Regional domain name of that bucket, as in `bucket_regional_domain_name` of aws_s3_bucket. The global
    domain name redirects for hours after the bucket was created.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[^/]+\\.s3\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?$", var.bucket_domain_name))
    error_message = join(" ", [
      "bucket_domain_name must be the regional domain name of a bucket, such as",
      "\"pictures.s3.eu-west-1.amazonaws.com\"; got \"${var.bucket_domain_name}\".",
    ])
  }
}

variable "output_prefixes" {
  description = <<-EOT
    Only objects whose keys begin with one of these prefixes are served. Folder names, each followed by "/";
    at most 24.
  EOT
  type        = list(string)
  nullable    = false

  # Of what the function's prefixes may hold, a path pattern of CloudFront cannot hold ! ( and ).
  validation {
    condition = alltrue([for prefix in var.output_prefixes : can(regex("^([A-Za-z0-9_.'-]+/)+$", prefix))])
    error_message = join(" ", [
      "output_prefixes must be folder names of letters, digits and - _ . ', each followed by \"/\"; got",
      "${jsonencode(var.output_prefixes)}.",
    ])
  }

  validation {
    condition = length(distinct(var.output_prefixes)) >= 1 && length(distinct(var.output_prefixes)) <= 24
    error_message = join(" ", [
      "output_prefixes must hold 1 to 24 prefixes, each of which is a cache behavior of the distribution; got",
      "${length(distinct(var.output_prefixes))}.",
    ])
  }
}

variable "aliases" {
  description = "Alternate domain names of the distribution. Each needs a DNS record for the distribution."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for alias in var.aliases : can(regex("^(\\*\\.)?([a-z0-9-]+\\.)+[a-z0-9-]+$", alias))])
    error_message = "aliases must be domain names in lower case, such as \"img.example.com\"; got ${jsonencode(var.aliases)}."
  }
}

variable "certificate_arn" {
  description = <<-EOT
    ARN of the certificate for `aliases`, in AWS Certificate Manager in us-east-1, the only Region that
    CloudFront supports. If `null`, there are no aliases.
  EOT
  type        = string
  default     = null

  validation {
    condition = var.certificate_arn == null || can(regex("^arn:[^:]+:acm:us-east-1:", var.certificate_arn))
    error_message = join(" ", [
      "certificate_arn must be the ARN of a certificate of Certificate Manager in us-east-1; got",
      "${jsonencode(var.certificate_arn)}.",
    ])
  }

  validation {
    condition     = (length(var.aliases) > 0) == (var.certificate_arn != null)
    error_message = "certificate_arn and aliases go together: a certificate is for aliases, and aliases need one."
  }
}

variable "price_class" {
  description = <<-EOT
    Price class: PriceClass_100 (North America, Europe, Israel), PriceClass_200 (all but South America,
    Australia and New Zealand) or PriceClass_All.
  EOT
  type        = string
  default     = "PriceClass_100"
  nullable    = false

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "price_class must be PriceClass_100, PriceClass_200 or PriceClass_All; got \"${var.price_class}\"."
  }
}

variable "cache" {
  description = <<-EOT
    How long responses are cached, unless the variant sets `cache_control`.
    - `seconds`: seconds at the edge and in browsers, 0 to 31536000. Then they revalidate by ETag.
    - `versioned_seconds`: seconds in browsers for a URL that ends with `?v=` and the ETag of the output, 0 to 31536000.
  EOT
  type = object({
    seconds           = optional(number, 60)
    versioned_seconds = optional(number, 31536000)
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for seconds in values(var.cache) : seconds >= 0 && seconds <= 31536000 && floor(seconds) == seconds])
    error_message = join(" ", [
      "cache.seconds and cache.versioned_seconds must be whole numbers from 0 to 31536000 (a year); got",
      "${jsonencode(var.cache)}.",
    ])
  }
}

variable "logging" {
  description = <<-EOT
    Access logs of CloudFront. If `null`, there are none.
    - `bucket_domain_name`: domain name of a bucket with ACLs enabled, as in `bucket_domain_name` of
      aws_s3_bucket; not the bucket of the outputs.
    - `prefix`: key prefix of the logs.
  EOT
  type = object({
    bucket_domain_name = string
    prefix             = optional(string, "")
  })
  default = null

  validation {
    condition = var.logging == null || can(regex("^[^/]+\\.s3\\.([a-z0-9-]+\\.)?amazonaws\\.com(\\.cn)?$", var.logging.bucket_domain_name))
    error_message = join(" ", [
      "logging.bucket_domain_name must be the domain name of a bucket, such as \"logs.s3.amazonaws.com\"; got",
      "${jsonencode(var.logging)}.",
    ])
  }
}

variable "web_acl_arn" {
  description = "ARN of a WAF web ACL (scope CLOUDFRONT, in us-east-1). If `null`, there is none."
  type        = string
  default     = null

  validation {
    condition     = var.web_acl_arn == null || can(regex("^arn:[^:]+:wafv2:us-east-1:[0-9]*:global/webacl/", var.web_acl_arn))
    error_message = "web_acl_arn must be the ARN of a web ACL of WAF with the scope CLOUDFRONT; got ${jsonencode(var.web_acl_arn)}."
  }
}

variable "tags" {
  description = "Tags of the distribution. The policies and the function have none."
  type        = map(string)
  default     = {}
  nullable    = false
}
