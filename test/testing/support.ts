/** A small app of real constructs, and one of plain provider resources, for tests of the test kit. */
import { type App, TerraformStack, Testing } from 'cdktf';
import { Cluster, Gpu, InferencePool, type InferencePoolProps, Model, Scaling } from '../../lib';
import { ConfigMapV1, KubernetesProvider, NamespaceV1 } from '../../lib/terraform/kubernetes';

export const cluster = () =>
  Cluster.fromKubeconfig({
    context: 'test',
    nodePools: { a100: { gpu: Gpu.A100_80GB_PCIE, nodes: 4, usdPerGpuHour: 1.35, priceAsOf: '2026-07-03' } },
  });

/** One pool of an 8B model on A100, in the stack `research`. */
export function poolApp(change: Partial<InferencePoolProps> = {}): App {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'research');
  new InferencePool(stack, 'workers', {
    cluster: cluster(),
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.A100_80GB_PCIE,
    maxContextTokens: 8_192,
    scaling: Scaling.queueDepth({ min: 2, max: 4 }),
    ...change,
  });
  return app;
}

/** Two config maps in a namespace, without any construct of ours, in the stack `plain`. */
export function plainApp(app: App = Testing.app()): App {
  const stack = new TerraformStack(app, 'plain');
  new KubernetesProvider(stack, 'kubernetes', { configPath: '~/.kube/config' });
  const namespace = new NamespaceV1(stack, 'namespace', { metadata: { name: 'plain' } });
  for (const name of ['one', 'two']) {
    new ConfigMapV1(stack, name, { metadata: { name, namespace: namespace.metadata.name }, data: { key: name } });
  }
  return app;
}
