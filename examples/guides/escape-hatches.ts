/** What no prop offers: variables, annotations, a sidecar and a volume on pods, and a field of any other resource. */
import type { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { type App, TerraformStack } from 'cdktf';
import { AgentRuntime, Cluster, Gpu, InferencePool, Model, SecretRef } from 'cdktf-agent-fleet';

/** Namespaces enforce Pod Security "restricted", so a container of yours says the same as those beside it. */
const RESTRICTED = {
  run_as_non_root: true,
  allow_privilege_escalation: false,
  read_only_root_filesystem: true,
  capabilities: { drop: ['ALL'] },
  seccomp_profile: { type: 'RuntimeDefault' },
};

export function withEscapeHatches(app: App): void {
  const cluster = Cluster.fromEnvironment({ context: 'prod' });
  const stack = new TerraformStack(app, 'support');

  // Variables have a prop; secrets come by reference.
  const pool = new InferencePool(stack, 'model', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    env: { VLLM_LOGGING_LEVEL: 'WARNING', PROXY_TOKEN: SecretRef.existing('proxy', 'token') },
  });
  const runtime = new AgentRuntime(stack, 'agents', {
    cluster,
    framework: 'custom',
    image: 'registry.example.com/agents:1.0.0',
    env: { FEATURE_FLAGS: 'beta' },
  });

  for (const { node } of [pool, runtime]) {
    const deployment = node.findChild('deployment') as DeploymentV1;
    // Maps are merged. A dot in a path separates its steps, so a key with dots stands in the value.
    deployment.addOverride('spec.template.metadata.annotations', { 'backup.example.com/exclude': 'true' });
    // Lists are added to what is there.
    deployment.addOverride('spec.template.spec.volume', [{ name: 'audit', empty_dir: { size_limit: '64Mi' } }]);
    deployment.addOverride('spec.template.spec.container', [
      {
        name: 'audit',
        image: 'registry.example.com/audit:2.3.0',
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '50m', memory: '64Mi' } },
        security_context: RESTRICTED,
        volume_mount: [{ name: 'audit', mount_path: '/var/audit' }],
      },
    ]);
  }

  // Any other resource.
  const service = pool.node.findChild('service') as ServiceV1;
  service.addOverride('metadata.annotations', { 'example.com/owner': 'support' });
}
