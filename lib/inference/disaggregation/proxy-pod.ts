/** The pod of the proxy before the two stages of a pool: non-root, read-only root, with a token that may read the pods of its namespace. */
import { imageReference } from '../../catalog/pins';
import { onCpuNodes } from '../../platform/placement';
import type { PodImages } from '../../platform/pod-images';
import { spreadOverNodes } from '../../platform/workload-objects';
import { containerSecurity, restrictedPod } from '../../security/pod-hardening';
import type { Workload } from '../../security/workload';
import type { DeploymentV1SpecTemplateSpec } from '../../terraform/kubernetes';
import type { StageProxy } from '../engines/disaggregated';
import { API_PORT_NAME, METRICS_PORT_NAME } from '../serving-ports';

/** Until the pod has left the endpoints of its Service everywhere. */
const LEAVING_SECONDS = 15;
/** As long as the engines behind it may drain. */
const DRAIN_SECONDS = 120;
const TMP = '/tmp';
/** Assumed: it passes texts on and computes nothing. */
const RESOURCES = { cpu: '1', memory: '1Gi' };

export interface RenderedStageProxy {
  readonly program: StageProxy;
  readonly args: readonly string[];
  readonly workload: Workload;
  readonly images: PodImages;
}

export function stageProxyPod({ program, args, workload, images }: RenderedStageProxy): DeploymentV1SpecTemplateSpec {
  const { runAs, port } = program;
  const check = (path: string) => ({ httpGet: { path, port: API_PORT_NAME, scheme: 'HTTP' }, timeoutSeconds: 3, successThreshold: 1 });
  return {
    serviceAccountName: workload.name,
    ...images.pullSecrets(),
    ...restrictedPod(runAs, workload.namespace),
    // It finds the pods of both stages through the API server.
    automountServiceAccountToken: true,
    ...onCpuNodes(workload),
    terminationGracePeriodSeconds: LEAVING_SECONDS + DRAIN_SECONDS + LEAVING_SECONDS,
    topologySpreadConstraint: spreadOverNodes(workload),
    container: [
      {
        name: program.image.id,
        image: images.pull(imageReference(program.image)),
        imagePullPolicy: 'IfNotPresent',
        command: [...program.command],
        args: [...args],
        env: [{ name: 'HOME', value: TMP }],
        port: [
          { name: API_PORT_NAME, containerPort: port, protocol: 'TCP' },
          { name: METRICS_PORT_NAME, containerPort: program.metrics.port, protocol: 'TCP' },
        ],
        resources: { requests: RESOURCES, limits: RESOURCES },
        securityContext: containerSecurity(runAs, workload.namespace),
        volumeMount: [{ name: 'tmp', mountPath: TMP }],
        startupProbe: { ...check(program.livePath), periodSeconds: 2, failureThreshold: 60 },
        readinessProbe: { ...check(program.readyPath), periodSeconds: 5, failureThreshold: 2 },
        livenessProbe: { ...check(program.livePath), periodSeconds: 10, failureThreshold: 6 },
        lifecycle: { preStop: [{ exec: { command: ['sleep', String(LEAVING_SECONDS)] } }] },
      },
    ],
    volume: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
  };
}
