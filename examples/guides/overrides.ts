/** What no prop offers is set on the resource itself: here a toleration for a taint of nodes that the cluster does not declare. */
import type { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { type App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, Model } from 'cdktf-agent-fleet';

export function withOverride(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const stack = new TerraformStack(app, 'aks');
  const pool = new InferencePool(stack, 'assistant-model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });

  const deployment = pool.node.findChild('deployment') as DeploymentV1;
  deployment.addOverride('spec.template.spec.toleration', [{ key: 'team', operator: 'Equal', value: 'research', effect: 'NoSchedule' }]);
}
