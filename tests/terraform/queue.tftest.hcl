# What is derived for the queue, and how messages reach the function.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "by_default_five_messages_without_a_window" {
  command = plan

  assert {
    condition     = module.queue.visibility_timeout_seconds == 360
    error_message = "messages stay hidden for ${module.queue.visibility_timeout_seconds} s"
  }

  assert {
    condition     = module.function.batch_size == 5 && module.function.window == 0 && module.function.maximum_concurrency == 10
    error_message = "batch_size ${module.function.batch_size}, window ${module.function.window}, maximum_concurrency ${module.function.maximum_concurrency}"
  }

  assert {
    condition     = module.queue.max_receive_count == 5
    error_message = "max_receive_count is ${module.queue.max_receive_count}"
  }
}

run "the_visibility_timeout_follows_timeout_and_window" {
  command = plan

  variables {
    function          = { timeout = 90 }
    batching          = { batch_size = 100, window = 20, maximum_concurrency = 2 }
    max_receive_count = 7
  }

  assert {
    condition     = module.queue.visibility_timeout_seconds == 560
    error_message = "messages stay hidden for ${module.queue.visibility_timeout_seconds} s"
  }

  assert {
    condition     = module.function.batch_size == 100 && module.function.window == 20 && module.function.maximum_concurrency == 2
    error_message = "batch_size ${module.function.batch_size}, window ${module.function.window}, maximum_concurrency ${module.function.maximum_concurrency}"
  }

  assert {
    condition     = module.queue.max_receive_count == 7
    error_message = "max_receive_count is ${module.queue.max_receive_count}"
  }
}

run "both_queues_are_encrypted_and_keep_messages_long_enough" {
  command = plan

  module {
    source = "./modules/queue"
  }

  variables {
    name             = "uploads"
    sender           = { service = "s3.amazonaws.com", arn = "arn:aws:s3:::pictures", account_id = "123456789012" }
    function_timeout = 60
  }

  assert {
    condition     = aws_sqs_queue.dlq.name == "uploads-dlq"
    error_message = "the dead-letter queue is called ${aws_sqs_queue.dlq.name}"
  }

  assert {
    condition     = aws_sqs_queue.this.sqs_managed_sse_enabled && aws_sqs_queue.dlq.sqs_managed_sse_enabled
    error_message = "a queue is not encrypted"
  }

  assert {
    condition     = aws_sqs_queue.this.receive_wait_time_seconds == 20 && aws_sqs_queue.dlq.receive_wait_time_seconds == 20
    error_message = "a queue does not poll long"
  }

  assert {
    condition     = aws_sqs_queue.this.max_message_size == 262144 && aws_sqs_queue.dlq.max_message_size == 262144
    error_message = "an event with several records might not fit"
  }

  assert {
    condition     = aws_sqs_queue.this.message_retention_seconds == 345600 && aws_sqs_queue.dlq.message_retention_seconds == 1209600
    error_message = "kept for ${aws_sqs_queue.this.message_retention_seconds} s and ${aws_sqs_queue.dlq.message_retention_seconds} s"
  }
}
