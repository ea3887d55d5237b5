"""What a deployment costs and how far it scales: the models behind docs/cost.md and scaling.md."""
