/** The Kubernetes objects of the session proxy: configuration, Deployment, Service, disruption budget. */
import type { Construct } from 'constructs';
import { renderDisruptionBudget, renderService } from '../../platform/workload-objects';
import { objectLabels } from '../../security/labels';
import { ConfigMapV1, DeploymentV1, ServiceAccountV1 } from '../../terraform/kubernetes';
import type { Startable } from '../../terraform/startable';
import { PROXY_PORT } from './envoy-config';
import { CONFIG_FILE, PROXY_PORT_NAME, proxyPod, type RenderedProxyPod } from './proxy-pod';

export interface RenderedProxy extends RenderedProxyPod {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  /** Id of the stack. */
  readonly partOf: string;
  /** Written when the stack is: fleets add pools after the proxy was made. */
  readonly config: string;
  readonly configHash: string;
}

/** @returns what the router waits for */
export function renderProxy(proxy: RenderedProxy): readonly Startable[] {
  const meta = metadata(proxy);
  const dependsOn = [proxy.workload.namespace.resource];
  const configMap = new ConfigMapV1(proxy.scope, 'config', { metadata: meta, data: { [CONFIG_FILE]: proxy.config }, dependsOn });
  const account = new ServiceAccountV1(proxy.scope, 'service-account', { metadata: meta, automountServiceAccountToken: false, dependsOn });
  const deployment = new DeploymentV1(proxy.scope, 'deployment', {
    metadata: meta,
    spec: {
      replicas: String(proxy.affinity.replicas),
      selector: { matchLabels: { ...proxy.workload.selector } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1', maxUnavailable: '0' } },
      template: {
        // Envoy reads its configuration at the start; a changed hash starts new pods.
        metadata: { labels: meta.labels, annotations: { 'agent-fleet/config-hash': proxy.configHash } },
        spec: proxyPod(proxy),
      },
    },
    waitForRollout: false,
    dependsOn: [configMap, account],
  });
  const objects = { scope: proxy.scope, workload: proxy.workload, metadata: meta };
  const service = renderService(objects, { name: PROXY_PORT_NAME, port: PROXY_PORT });
  renderDisruptionBudget(objects, proxy.affinity.replicas);
  return [deployment, service];
}

function metadata({ name, workload, partOf }: RenderedProxy) {
  return { name, namespace: workload.namespace.name, labels: objectLabels(name, 'session-proxy', partOf, workload) };
}
