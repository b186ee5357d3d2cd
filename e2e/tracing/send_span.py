"""Sends one span over gRPC, as the library of OpenTelemetry does: name, counted tokens, and a prompt that must not leave. Arguments: address, prompt."""
import sys

from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

address, prompt = sys.argv[1:]
provider = TracerProvider(resource=Resource.create({"service.name": "embedder"}))
provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(endpoint=address, insecure=True)))
with provider.get_tracer("e2e").start_as_current_span("embed") as span:
    span.set_attribute("gen_ai.usage.input_tokens", 42)
    span.set_attribute("inputs", prompt)
provider.shutdown()
