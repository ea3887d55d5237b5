# What the distribution serves and to whom, and what is refused.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

variables {
  name               = "pictures"
  bucket_arn         = "arn:aws-cn:s3:::pictures"
  bucket_domain_name = "pictures.s3.cn-north-1.amazonaws.com.cn"
  output_prefixes    = ["thumbnails/", "b/large/", "thumbnails/"]
}

run "defaults" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  # Only the prefixes are asked for with a signature.
  assert {
    condition     = jsonencode([for behavior in aws_cloudfront_distribution.this.ordered_cache_behavior : [behavior.path_pattern, behavior.target_origin_id]]) == jsonencode([["/b/large/*", "outputs"], ["/thumbnails/*", "outputs"]])
    error_message = "the behaviors are ${jsonencode(aws_cloudfront_distribution.this.ordered_cache_behavior)}"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].target_origin_id == "refused"
    error_message = "the default behavior is ${jsonencode(aws_cloudfront_distribution.this.default_cache_behavior)}"
  }

  assert {
    condition     = { for origin in aws_cloudfront_distribution.this.origin : origin.origin_id => coalesce(origin.origin_access_control_id, "none") } == { outputs = "mocked-access", refused = "none" }
    error_message = "the origins are ${jsonencode(aws_cloudfront_distribution.this.origin)}"
  }

  assert {
    condition     = aws_cloudfront_origin_access_control.this.signing_behavior == "always" && aws_cloudfront_origin_access_control.this.signing_protocol == "sigv4" && aws_cloudfront_origin_access_control.this.origin_access_control_origin_type == "s3"
    error_message = "the access control is ${jsonencode(aws_cloudfront_origin_access_control.this)}"
  }

  assert {
    condition = jsonencode(output.policy_statements) == jsonencode([{
      Sid       = "AllowDelivery"
      Effect    = "Allow"
      Principal = { Service = ["cloudfront.amazonaws.com"] }
      Action    = ["s3:GetObject"]
      Resource  = ["arn:aws-cn:s3:::pictures/b/large/*", "arn:aws-cn:s3:::pictures/thumbnails/*"]
      Condition = { StringEquals = { "aws:SourceArn" = ["arn:aws-cn:cloudfront::123456789012:distribution/mocked"] } }
    }])
    error_message = "the statements are ${jsonencode(output.policy_statements)}"
  }

  assert {
    condition = jsonencode(output.kms_key_policy_statements) == jsonencode([{
      Sid       = "AllowDelivery"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = ["kms:Decrypt"]
      Resource  = ["*"]
      Condition = { StringEquals = { "aws:SourceArn" = "arn:aws-cn:cloudfront::123456789012:distribution/mocked" } }
    }])
    error_message = "the statements are ${jsonencode(output.kms_key_policy_statements)}"
  }

  # Every behavior reads only, over HTTPS, and compresses nothing.
  assert {
    condition = alltrue([
      for behavior in concat(aws_cloudfront_distribution.this.ordered_cache_behavior, aws_cloudfront_distribution.this.default_cache_behavior) :
      behavior.viewer_protocol_policy == "redirect-to-https" &&
      toset(behavior.allowed_methods) == toset(["GET", "HEAD"]) &&
      behavior.compress == false &&
      behavior.cache_policy_id == "mocked-cache" &&
      behavior.response_headers_policy_id == "mocked-headers"
    ])
    error_message = "the behaviors are ${jsonencode(aws_cloudfront_distribution.this.ordered_cache_behavior)} and ${jsonencode(aws_cloudfront_distribution.this.default_cache_behavior)}"
  }

  assert {
    condition     = alltrue([for behavior in aws_cloudfront_distribution.this.ordered_cache_behavior : one(behavior.function_association).event_type == "viewer-response"])
    error_message = "the behaviors are ${jsonencode(aws_cloudfront_distribution.this.ordered_cache_behavior)}"
  }

  # A refusal must not outlive the second that a thumbnail takes.
  assert {
    condition     = one(aws_cloudfront_distribution.this.custom_error_response).error_code == 403 && one(aws_cloudfront_distribution.this.custom_error_response).error_caching_min_ttl == 1
    error_message = "the error responses are ${jsonencode(aws_cloudfront_distribution.this.custom_error_response)}"
  }

  # The headers.
  assert {
    condition = (
      aws_cloudfront_response_headers_policy.this.security_headers_config[0].strict_transport_security[0].access_control_max_age_sec == 31536000 &&
      aws_cloudfront_response_headers_policy.this.security_headers_config[0].content_type_options[0].override &&
      aws_cloudfront_response_headers_policy.this.security_headers_config[0].content_security_policy[0].content_security_policy == "default-src 'none'; sandbox" &&
      aws_cloudfront_response_headers_policy.this.security_headers_config[0].frame_options[0].frame_option == "DENY" &&
      aws_cloudfront_response_headers_policy.this.security_headers_config[0].referrer_policy[0].referrer_policy == "no-referrer"
    )
    error_message = "the headers are ${jsonencode(aws_cloudfront_response_headers_policy.this.security_headers_config)}"
  }

  assert {
    condition     = contains(aws_cloudfront_response_headers_policy.this.remove_headers_config[0].items[*].header, "x-amz-meta-source-etag") && length(aws_cloudfront_response_headers_policy.this.remove_headers_config[0].items) <= 10
    error_message = "the removed headers are ${jsonencode(aws_cloudfront_response_headers_policy.this.remove_headers_config)}; CloudFront allows 10"
  }

  # The cache knows path and version alone.
  assert {
    condition     = aws_cloudfront_cache_policy.this.min_ttl == 0 && aws_cloudfront_cache_policy.this.default_ttl == 60 && aws_cloudfront_cache_policy.this.max_ttl == 31536000
    error_message = "the policy is ${jsonencode(aws_cloudfront_cache_policy.this)}"
  }

  assert {
    condition = (
      aws_cloudfront_cache_policy.this.parameters_in_cache_key_and_forwarded_to_origin[0].query_strings_config[0].query_string_behavior == "whitelist" &&
      one(aws_cloudfront_cache_policy.this.parameters_in_cache_key_and_forwarded_to_origin[0].query_strings_config[0].query_strings[0].items) == "v" &&
      aws_cloudfront_cache_policy.this.parameters_in_cache_key_and_forwarded_to_origin[0].headers_config[0].header_behavior == "none" &&
      aws_cloudfront_cache_policy.this.parameters_in_cache_key_and_forwarded_to_origin[0].cookies_config[0].cookie_behavior == "none" &&
      !aws_cloudfront_cache_policy.this.parameters_in_cache_key_and_forwarded_to_origin[0].enable_accept_encoding_gzip &&
      !aws_cloudfront_cache_policy.this.parameters_in_cache_key_and_forwarded_to_origin[0].enable_accept_encoding_brotli
    )
    error_message = "the key is ${jsonencode(aws_cloudfront_cache_policy.this.parameters_in_cache_key_and_forwarded_to_origin)}"
  }

  assert {
    condition     = aws_cloudfront_function.cache_control.runtime == "cloudfront-js-2.0" && aws_cloudfront_function.cache_control.publish
    error_message = "the function is ${jsonencode(aws_cloudfront_function.cache_control)}"
  }

  assert {
    condition = startswith(aws_cloudfront_function.cache_control.code, <<-EOT
      const UNVERSIONED = "public, max-age=60, must-revalidate";
      const VERSIONED = "public, max-age=31536000, immutable";
    EOT
    )
    error_message = "the function is ${aws_cloudfront_function.cache_control.code}"
  }

  # What is not asked for.
  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].cloudfront_default_certificate && aws_cloudfront_distribution.this.viewer_certificate[0].acm_certificate_arn == null
    error_message = "the certificate is ${jsonencode(aws_cloudfront_distribution.this.viewer_certificate)}"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.price_class == "PriceClass_100" && length(aws_cloudfront_distribution.this.logging_config) == 0 && aws_cloudfront_distribution.this.web_acl_id == null
    error_message = "the distribution is ${jsonencode(aws_cloudfront_distribution.this)}"
  }
}

run "everything_chosen" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    aliases         = ["img.example.com", "*.img.example.com"]
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1"
    price_class     = "PriceClass_All"
    web_acl_arn     = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/pictures/1"
    tags            = { team = "pictures" }

    cache = {
      seconds           = 0
      versioned_seconds = 3600
    }

    logging = {
      bucket_domain_name = "logs.s3.amazonaws.com"
      prefix             = "cdn/"
    }
  }

  assert {
    condition = (
      aws_cloudfront_distribution.this.aliases == toset(["img.example.com", "*.img.example.com"]) &&
      !aws_cloudfront_distribution.this.viewer_certificate[0].cloudfront_default_certificate &&
      aws_cloudfront_distribution.this.viewer_certificate[0].acm_certificate_arn == "arn:aws:acm:us-east-1:123456789012:certificate/1" &&
      aws_cloudfront_distribution.this.viewer_certificate[0].ssl_support_method == "sni-only" &&
      aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    )
    error_message = "the certificate is ${jsonencode(aws_cloudfront_distribution.this.viewer_certificate)}"
  }

  assert {
    condition = (
      aws_cloudfront_distribution.this.price_class == "PriceClass_All" &&
      aws_cloudfront_distribution.this.web_acl_id == "arn:aws:wafv2:us-east-1:123456789012:global/webacl/pictures/1" &&
      aws_cloudfront_distribution.this.tags == tomap({ team = "pictures" }) &&
      aws_cloudfront_distribution.this.logging_config[0].bucket == "logs.s3.amazonaws.com" &&
      aws_cloudfront_distribution.this.logging_config[0].prefix == "cdn/"
    )
    error_message = "the distribution is ${jsonencode(aws_cloudfront_distribution.this)}"
  }

  assert {
    condition = aws_cloudfront_cache_policy.this.default_ttl == 0 && startswith(aws_cloudfront_function.cache_control.code, <<-EOT
      const UNVERSIONED = "public, max-age=0, must-revalidate";
      const VERSIONED = "public, max-age=3600, immutable";
    EOT
    )
    error_message = "the function is ${aws_cloudfront_function.cache_control.code}"
  }
}

# ARNs of other resources are unknown in a first plan; no count and no refusal may depend on them.
run "unknown_names" {
  command = plan

  module {
    source = "./tests/terraform/fixtures/operated-unknown"
  }

  assert {
    condition     = output.delivery_prefixes == 1 && output.alarms == 7
    error_message = "there are ${output.delivery_prefixes} prefixes and ${output.alarms} alarms"
  }
}
