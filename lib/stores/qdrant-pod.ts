/** The Qdrant pod. Settings are variables, so the root of the container stays read-only; the key reaches it by reference. */
import { imageReference, Pins } from '../catalog/pins';
import type { SecretRef } from '../core/secret-ref';
import { onCpuNodes } from '../platform/placement';
import type { PodImages } from '../platform/pod-images';
import { containerSecurity, restrictedPod } from '../security/pod-hardening';
import type { Workload } from '../security/workload';
import { toEnv } from '../terraform/env';
import type { StatefulSetV1SpecTemplateSpec, StatefulSetV1SpecTemplateSpecContainer } from '../terraform/kubernetes';

export const QDRANT_PORT = 6333;

const DATA_FOLDER = '/data';
/** User of the unprivileged image (qdrant/qdrant, Dockerfile, `USER_ID`; qdrant/qdrant-helm, `podSecurityContext`). */
const RUN_AS = { user: 1000, group: 2000 };

/** What the pod of a vector store is made of. */
export interface RenderedVectorPod {
  readonly name: string;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly key: SecretRef;
  readonly images: PodImages;
  readonly workload: Workload;
  /** Groups that may write to its volume, where its class ignores fsGroup. */
  readonly volumeGroups: readonly number[];
}

export function qdrantPod(store: RenderedVectorPod, claimName: string): StatefulSetV1SpecTemplateSpec {
  return {
    serviceAccountName: store.name,
    ...store.images.pullSecrets(),
    ...restrictedPod(RUN_AS, store.workload.namespace, store.volumeGroups),
    ...onCpuNodes(store.workload),
    terminationGracePeriodSeconds: 60,
    container: [qdrantContainer(store)],
    volume: [
      { name: 'data', persistentVolumeClaim: { claimName } },
      { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } },
    ],
  };
}

function qdrantContainer(store: RenderedVectorPod): StatefulSetV1SpecTemplateSpecContainer {
  const memory = `${Math.ceil(store.memoryGiB * 1024)}Mi`;
  const disk = { 'ephemeral-storage': '64Mi' };
  return {
    name: 'qdrant',
    image: store.images.pull(imageReference(Pins.images.qdrant)),
    imagePullPolicy: 'IfNotPresent',
    env: toEnv(settings(store.key)),
    port: [{ name: 'http', containerPort: QDRANT_PORT, protocol: 'TCP' }],
    resources: { requests: { cpu: store.cpu, memory, ...disk }, limits: { memory, ...disk } },
    securityContext: containerSecurity(RUN_AS, store.workload.namespace),
    volumeMount: [
      { name: 'data', mountPath: DATA_FOLDER },
      { name: 'tmp', mountPath: '/tmp' },
    ],
    // A start reads every collection; the probes need no key (Qdrant documentation, "Security").
    startupProbe: { httpGet: { path: '/readyz', port: 'http' }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 120 },
    readinessProbe: { httpGet: { path: '/readyz', port: 'http' }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { httpGet: { path: '/livez', port: 'http' }, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 4 },
  };
}

/** Names follow the keys of Qdrant's `config/config.yaml` (release 1.19). */
const settings = (key: SecretRef): Readonly<Record<string, string | SecretRef>> => ({
  QDRANT__SERVICE__API_KEY: key,
  QDRANT__STORAGE__STORAGE_PATH: `${DATA_FOLDER}/storage`,
  QDRANT__STORAGE__SNAPSHOTS_PATH: `${DATA_FOLDER}/snapshots`,
  QDRANT__TELEMETRY_DISABLED: 'true',
  QDRANT_INIT_FILE_PATH: '/tmp/.qdrant-initialized',
});
