/** The configuration of a collector as a stack writes it. */
import { Cluster, ExternalHost, SecretRef, Tracing, type TracingProps } from '../../lib';
import { TerraformStack, Testing } from '../../lib/terraform/engine';

type Given = Pick<TracingProps, 'prompts' | 'sampledShare' | 'keptAttributes'>;

/** Where the emitted configuration sends spans to. */
export const DESTINATION = 'https://otlp.example.com/api/public/otel';

/** Text of its config.yaml for Langfuse, as the ConfigMap holds it. */
export function emittedConfig(given: Given = {}): string {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'research');
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const to = new ExternalHost({
    name: 'traces',
    host: 'otlp.example.com',
    cidrs: ['203.0.113.0/24'],
    key: SecretRef.existing('traces', 'basic'),
  });
  Tracing.langfuse(stack, 'tracing', { cluster, to, ...given });
  const { resource } = JSON.parse(Testing.synth(stack)) as {
    resource: { kubernetes_config_map_v1: Record<string, { data: { 'config.yaml': string } }> };
  };
  const [configMap] = Object.values(resource.kubernetes_config_map_v1);
  // As Terraform reads it.
  return (configMap?.data['config.yaml'] ?? '').replaceAll('$${', '${').replaceAll('%%{', '%{');
}
