/** An operator whose makers publish a file of objects and no chart: the objects are the values of a release. */
import type { Construct } from 'constructs';
import type { UsedImage } from '../plan/assemble';
import { quotedTokens } from '../terraform/engine';
import { Release } from '../terraform/helm';
import { objectsChart } from '../terraform/objects-chart';
import type { Cluster } from './cluster';
import type { ManifestOperatorProps, OperatorChoice } from './fleet-platform-props';
import { OperatorNamespace } from './operator-namespace';
import type { OperatorNodes } from './operators/chart-placement';
import { RABBITMQ_NAMESPACE, readManifest } from './operators/rabbitmq-manifest';

const ID = 'rabbitmq-operator';
const WEBHOOK_PORT = 9443;
const TIMEOUT_SECONDS = 600;

export interface ManifestOperator {
  readonly id: typeof ID;
  readonly namespace: string;
  readonly release: Release;
  readonly images: readonly UsedImage[];
}

/** @returns null where it is there already, or not wanted */
export function manifestOperator(
  scope: Construct,
  cluster: Cluster,
  choice: OperatorChoice<ManifestOperatorProps> | undefined,
  nodes: OperatorNodes,
): ManifestOperator | null {
  if (typeof choice !== 'object') return null;
  const images: UsedImage[] = [];
  const used = (source: string): void => void images.push({ image: cluster.image(source), source, usedBy: scope.node.path });
  const objects = readManifest({ path: scope.node.path, file: choice.manifest }, { source: cluster, nodes, used });
  const operator = { namespace: RABBITMQ_NAMESPACE, podSecurity: 'restricted', webhookPorts: [WEBHOOK_PORT], callers: [] } as const;
  const namespace = new OperatorNamespace(scope, `${ID}-namespace`, operator, cluster);
  const release = new Release(scope, ID, {
    name: 'rabbitmq-cluster-operator',
    namespace: RABBITMQ_NAMESPACE,
    chart: objectsChart(scope, `${ID}-chart`),
    // On one line: Terraform reads thousands of lines slowly.
    values: [quotedTokens(JSON.stringify({ objects }))],
    timeout: TIMEOUT_SECONDS,
    wait: true,
    maxHistory: 5,
    dependsOn: [namespace.resource],
  });
  return { id: ID, namespace: RABBITMQ_NAMESPACE, release, images };
}
