/** ResourceQuota and LimitRange of a namespace. */
import type { CustomObject } from '../../terraform/custom-objects';
import { MANAGED_BY } from '../labels';
import type { QuotaTerms } from './namespace-quota-props';
import { twice } from './pod-usage';

const NAME = 'agent-fleet';

const metadata = (namespace: string) => ({ name: NAME, namespace, labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } });

export const resourceQuota = (namespace: string, hard: Readonly<Record<string, string>>): CustomObject => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: metadata(namespace),
  spec: { hard },
});

/** A quota refuses pods that name no CPU and memory; containers that name none get some here. */
export const limitRange = (namespace: string, { strays }: QuotaTerms): CustomObject => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: metadata(namespace),
  spec: { limits: [{ type: 'Container', defaultRequest: { ...strays }, default: { memory: twice(strays.memory) } }] },
});
