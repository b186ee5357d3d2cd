/** Parts of a command line, and of a pod, that engines of the same dialect have in common. */
import type { SecretRef } from '../../core/secret-ref';
import type { ServingBase, ServingSpec } from './adapter';

/** LiteLLM keeps idle connections for 120 s; a server that closes them sooner answers the next request with a reset. */
export const KEEP_ALIVE_SECONDS = 130;

export function flags(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flat();
}

/** The user's template, else the one that the parser of the model needs. */
export function templateFlags({ replica, parsers, chatTemplate }: ServingSpec): string[] {
  const { engine, model, gpu } = replica;
  const isModels = parsers.toolCall !== null && parsers.toolCall === engine.parsersOf(model.facts).toolCall;
  const needed = isModels ? engine.chatTemplateOf(model.facts, gpu) : null;
  const template = chatTemplate ?? needed;
  return template === null ? [] : flags({ '--chat-template': template });
}

/** Of Python engines, which post spans where this says and not where the variables of OpenTelemetry do. */
export const tracingFlags = ({ spansTo }: ServingBase): string[] =>
  flags(typeof spansTo === 'string' ? { '--otlp-traces-endpoint': spansTo } : {});

/** By themselves they speak gRPC, whatever the variable for all signals says. */
export const tracingEnv = ({ spansTo }: ServingBase): Readonly<Record<string, string>> =>
  typeof spansTo === 'string' ? { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' } : {};

/** Of the servers in Rust, which speak gRPC alone. Kubernetes puts the name of the pool in. */
export const grpcTracingFlags = ({ spansTo }: ServingBase): string[] =>
  flags(typeof spansTo === 'string' ? { '--otlp-endpoint': spansTo, '--otlp-service-name': '$(OTEL_SERVICE_NAME)' } : {});

/** Their library reads the variables before what its program says (opentelemetry-otlp 0.13 and 0.16, exporter/tonic). */
export const grpcTracingEnv = ({ spansTo }: ServingBase): Readonly<Record<string, string>> =>
  typeof spansTo === 'string' ? { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: spansTo, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' } : {};

/** Environment of a download from the hub into the folder of the weights. */
export function hubEnv(home: string, weights: string, { huggingFaceToken }: ServingBase): Readonly<Record<string, string | SecretRef>> {
  return { HOME: home, HF_HOME: weights, ...(huggingFaceToken === undefined ? {} : { HF_TOKEN: huggingFaceToken }) };
}
