/** The trigger with which KEDA asks a queue, as plain values. */
import { MAX_SCALED_OBJECT, physicalName } from '../core/names';
import { MANAGED_BY } from '../security/labels';
import type { Workload } from '../security/workload';
import type { CustomObject } from '../terraform/custom-objects';
import type { DepthTrigger } from './contract';

const API_VERSION = 'keda.sh/v1alpha1';

/** The trigger of a queue for a workload, and what it authenticates with; null where it needs nothing. */
export function depthTrigger(workload: Workload, depth: DepthTrigger) {
  const isAuthenticated = depth.secrets !== undefined || depth.caBundle !== undefined || depth.podIdentity !== undefined;
  const read = isAuthenticated ? authentication(workload, depth) : null;
  const trigger = {
    type: depth.type,
    name: 'tasks',
    metricType: 'AverageValue' as const,
    metadata: { ...depth.metadata },
    ...(read === null ? {} : { authenticationRef: { name: read.metadata.name } }),
  };
  return { trigger, authentication: read };
}

/** What every object of KEDA for a workload begins with. */
export function scalingHead(kind: string, { name, namespace, selector }: Workload) {
  return {
    apiVersion: API_VERSION,
    kind,
    metadata: {
      name: physicalName([name], MAX_SCALED_OBJECT),
      namespace: namespace.name,
      labels: { ...selector, 'app.kubernetes.io/managed-by': MANAGED_BY },
    },
  };
}

function authentication(workload: Workload, { secrets = {}, caBundle, podIdentity }: DepthTrigger): CustomObject {
  const trusted = caBundle === undefined ? [] : [{ parameter: 'ca', name: caBundle.volume.name, key: caBundle.key }];
  const inSecret = caBundle?.volume.kind === 'secret';
  const given = Object.entries(secrets).map(([parameter, { name, key }]) => ({ parameter, name, key }));
  const secretTargetRef = inSecret ? [...given, ...trusted] : given;
  return {
    ...scalingHead('TriggerAuthentication', workload),
    spec: {
      ...(secretTargetRef.length === 0 ? {} : { secretTargetRef }),
      ...(inSecret || trusted.length === 0 ? {} : { configMapTargetRef: trusted }),
      ...(podIdentity === undefined ? {} : { podIdentity }),
    },
  };
}
