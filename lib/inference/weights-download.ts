/**
 * Download and serving are separate. Weights of a claim are brought by a Job, and what lies beside a checkpoint by another, so that one more adapter brings
 * nothing but itself. They alone have the token and the way to the internet; the pods that serve wait for the last file of each and have no way out. Ephemeral weights come by a container that ends before the engine starts:
 * the engine has no token either, but a network policy holds for a whole pod, so that pod keeps its way to the internet.
 */
import type { Construct } from 'constructs';
import type { SecretRef } from '../core/secret-ref';
import { oneTimeJob } from '../platform/one-time-job';
import type { Placement } from '../platform/placement';
import { objectLabels, selectorLabels } from '../security/labels';
import { allowModelHub } from '../security/network-edges';
import { proxyEnv } from '../security/outside';
import { containerSecurity, restrictedPod } from '../security/pod-hardening';
import type { Workload } from '../security/workload';
import type { CustomObjects } from '../terraform/custom-objects';
import { toEnv } from '../terraform/env';
import type { DeploymentV1SpecTemplateSpec, DeploymentV1SpecTemplateSpecContainer } from '../terraform/kubernetes';
import type { EngineAdapter, ServingBase, WritableFolder } from './engines/adapter';
import type { PoolWeights, WeightsPart } from './pool-weights';

const WAIT_SECONDS = 5;
/** Attempts before the Job gives up; each continues where the last one stopped. */
const RETRIES = 20;
/** The client of the hub holds some chunks of several files in memory; assumed. */
const DOWNLOAD_RESOURCES = { requests: { cpu: '1', memory: '4Gi' }, limits: { memory: '8Gi' } };
/** Room for each folder that the download writes to besides that of the weights; assumed. */
const SCRATCH_GIB = 4;

export interface WeightsDownload {
  /** Construct of the pool. */
  readonly owner: Construct;
  readonly workload: Workload;
  readonly adapter: EngineAdapter;
  readonly base: ServingBase;
  readonly image: string;
  readonly pullSecrets: Pick<DeploymentV1SpecTemplateSpec, 'imagePullSecrets'>;
  /** Further variables of the pool, e.g. a proxy or another address of the hub. */
  readonly env: Readonly<Record<string, string | SecretRef>>;
  readonly weights: PoolWeights;
  /** Image with the weights as the cluster pulls it. */
  readonly weightsImage?: string;
  readonly placement: Placement;
  /** Stack, for the label of the whole. */
  readonly partOf: string;
}

/** Containers of a serving pod that run before the engine. */
export function weightsContainers(download: WeightsDownload): DeploymentV1SpecTemplateSpecContainer[] {
  const { weights } = download;
  if (weights.image !== undefined) return [copyContainer(download, weights.image.path)];
  if (weights.repositories.length === 0) return [];
  return weights.kind === 'claim' ? [waitContainer(download)] : weights.parts.map((part) => downloadContainer(download, part));
}

/** The Jobs that fill the claim of a pool, and the way to the internet that only their pods have. */
export function renderDownload(download: WeightsDownload, claims: CustomObjects): void {
  const { owner, workload, weights, partOf } = download;
  if (weights.claim === undefined || weights.broughtBy !== undefined || weights.repositories.length === 0) return;
  const name = `${workload.name}-download`;
  const selector = selectorLabels(name, 'weights-download');
  allowModelHub({ owner, name, namespace: workload.namespace, selector });
  const labels = objectLabels(name, 'weights-download', partOf, workload);
  for (const part of weights.parts) {
    const pod = downloadPod(download, part);
    oneTimeJob({
      scope: owner,
      id: part.isAddition ? 'additions' : 'download',
      name: part.isAddition ? `${workload.name}-additions` : name,
      namespace: workload.namespace.name,
      labels,
      pod,
      content: () => JSON.stringify([pod, labels]),
      retries: RETRIES,
      dependsOn: [claims.resource],
    });
  }
}

function downloadPod(download: WeightsDownload, part: WeightsPart) {
  const { workload, adapter, weights, placement } = download;
  return {
    restartPolicy: 'OnFailure',
    ...download.pullSecrets,
    ...restrictedPod(adapter.runAs, workload.namespace, weights.groups),
    affinity: { ...placement.affinity, ...besideServingPods(weights, workload) },
    toleration: placement.toleration,
    terminationGracePeriodSeconds: 5,
    container: [downloadContainer(download, part)],
    volume: [
      { name: 'weights', persistentVolumeClaim: { claimName: weights.claimName ?? '' } },
      ...scratchFolders(download).map(({ name }) => ({ name, emptyDir: { sizeLimit: `${SCRATCH_GIB}Gi` } })),
    ],
  };
}

/** A claim of one node is filled on the node of its replica; elsewhere each would wait for the other to let go of the volume. */
function besideServingPods({ claim }: PoolWeights, { selector }: Workload) {
  if (claim?.accessMode !== 'ReadWriteOnce') return {};
  const term = { labelSelector: [{ matchLabels: { ...selector } }], topologyKey: 'kubernetes.io/hostname' };
  return { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
}

function downloadContainer(download: WeightsDownload, part: WeightsPart): DeploymentV1SpecTemplateSpecContainer {
  const { adapter, base, weights, env, workload } = download;
  return {
    ...container(download, 'download', adapter.download(base, part.marker, part)),
    env: toEnv({ ...adapter.downloadEnv(base), ...verification(weights), ...proxyEnv(workload.namespace, true), ...env }),
    resources: DOWNLOAD_RESOURCES,
    volumeMount: [
      { name: 'weights', mountPath: adapter.weightsFolder },
      ...scratchFolders(download).map(({ name, path }) => ({ name, mountPath: path })),
    ],
  };
}

/** Files that many starts will read are read once more by the Job that brings them; a pod that downloads for itself begins sooner. */
const verification = ({ kind }: PoolWeights) => (kind === 'claim' ? { VERIFY_CHECKSUMS: 'yes' } : {});

/** Both paths are arguments, none becomes code. */
function copyContainer(download: WeightsDownload, path: string): DeploymentV1SpecTemplateSpecContainer {
  const { adapter, weightsImage = '' } = download;
  const command = ['sh', '-c', 'cp -r "$1"/. "$2"/', 'copy', path, adapter.weightsFolder];
  return {
    ...container({ ...download, image: weightsImage }, 'copy-weights', command),
    resources: { requests: { cpu: '500m', memory: '256Mi' }, limits: { memory: '1Gi' } },
    volumeMount: [{ name: 'weights', mountPath: adapter.weightsFolder }],
  };
}

function scratchFolders({ adapter, base }: WeightsDownload): readonly WritableFolder[] {
  return adapter.writableFolders(base.replica).filter(({ usedByDownload }) => usedByDownload === true);
}

function waitContainer(download: WeightsDownload): DeploymentV1SpecTemplateSpecContainer {
  const { adapter, weights } = download;
  const there = weights.parts.map(({ marker }) => `[ -f ${adapter.weightsFolder}/${marker} ]`).join(' && ');
  const command = ['sh', '-c', `until ${there}; do sleep ${WAIT_SECONDS}; done`];
  return {
    ...container(download, 'wait-for-weights', command),
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } },
    volumeMount: [{ name: 'weights', mountPath: adapter.weightsFolder, readOnly: true }],
  };
}

function container({ adapter, image, workload }: WeightsDownload, name: string, command: readonly string[]) {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: [...command],
    securityContext: containerSecurity(adapter.runAs, workload.namespace),
  };
}
