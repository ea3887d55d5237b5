# What modules/delivery refuses.

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

run "refused_in_form" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    name               = "a b"
    bucket_arn         = "arn:aws:s3:::*"
    bucket_domain_name = "pictures.s3.amazonaws.com"
    output_prefixes    = ["thumbnails"]
    aliases            = ["https://img.example.com"]
    price_class        = "PriceClass_300"
    cache              = { seconds = -1 }
    logging            = { bucket_domain_name = "logs" }
    web_acl_arn        = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/pictures/1"
  }

  expect_failures = [
    var.name,
    var.bucket_arn,
    var.bucket_domain_name,
    var.output_prefixes,
    var.aliases,
    var.price_class,
    var.cache,
    var.logging,
    var.web_acl_arn,
  ]
}

run "refused_lengths" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    name            = format("%065d", 0)
    bucket_arn      = "arn:aws:s3:::pictures/thumbnails/*"
    output_prefixes = []
    aliases         = ["img"]
    cache           = { versioned_seconds = 31536001 }
  }

  expect_failures = [
    var.name,
    var.bucket_arn,
    var.output_prefixes,
    var.aliases,
    var.cache,
  ]
}

run "refused_prefixes_that_no_path_pattern_can_hold" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    output_prefixes = ["thumbnails(1)/"]
  }

  expect_failures = [var.output_prefixes]
}

run "refused_more_prefixes_than_behaviors" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    output_prefixes = [for i in range(25) : "thumbnails-${i}/"]
  }

  expect_failures = [var.output_prefixes]
}

run "refused_certificate_of_another_region" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    aliases         = ["img.example.com"]
    certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/1"
  }

  expect_failures = [var.certificate_arn]
}

run "refused_aliases_without_a_certificate" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    aliases = ["img.example.com"]
  }

  expect_failures = [var.certificate_arn]
}

run "refused_certificate_for_nothing" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1"
  }

  expect_failures = [var.certificate_arn]
}

run "refused_half_a_second" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    cache = { seconds = 0.5 }
  }

  expect_failures = [var.cache]
}
