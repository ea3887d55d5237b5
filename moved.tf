# These were in modules of their own.

moved {
  from = module.layer[0].aws_lambda_layer_version.this
  to   = aws_lambda_layer_version.this["pillow"]
}

moved {
  from = module.heif_layer[0].aws_lambda_layer_version.this
  to   = aws_lambda_layer_version.this["heif"]
}

moved {
  from = module.topic[0].aws_sns_topic.this
  to   = aws_sns_topic.notices[0]
}

moved {
  from = module.topic[0].aws_sns_topic_policy.this
  to   = aws_sns_topic_policy.notices[0]
}
