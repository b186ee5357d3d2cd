/** When the kubelet takes a pod of agents or tools for started, ready and hung. */

import { lazyNumber } from '../terraform/engine';
import type { DeploymentV1SpecTemplateSpecContainer } from '../terraform/kubernetes';

type Probes = Pick<DeploymentV1SpecTemplateSpecContainer, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>;

interface Served {
  /** Name of the port. */
  readonly port: string;
  readonly healthPath: string | undefined;
  readonly startupSeconds: number;
  /** Longest that it works on one thing, which is what it may finish when it is stopped. @default - at most `LEAST_BUSY_SECONDS` */
  readonly busySeconds?: (() => number) | undefined;
}

/** Longer than the calls of tools that most programs wait for; assumed. */
const LEAST_BUSY_SECONDS = 600;
const LIVENESS_PERIOD_SECONDS = 30;
/** A loop that is between two calls answers in it; Kubernetes' own default is a second. */
const TIMEOUT_SECONDS = 5;

/**
 * A program with one thread answers nobody while it works, e.g. in a long call of a tool. It gets no requests then, and is taken for hung only when it has
 * answered nobody for longer than it may be busy. An open port needs no answer of the program: the system takes connections for it.
 */
export function servingProbes({ port, healthPath, startupSeconds, busySeconds = () => 0 }: Served): Probes {
  const started = { periodSeconds: 5, failureThreshold: Math.ceil(startupSeconds / 5) };
  const ready = { periodSeconds: 10, failureThreshold: 3 };
  if (healthPath === undefined) {
    const check = { tcpSocket: [{ port }] };
    return {
      startupProbe: { ...check, ...started },
      readinessProbe: { ...check, ...ready },
      livenessProbe: { ...check, periodSeconds: 20, failureThreshold: 6 },
    };
  }
  const check = { httpGet: { path: healthPath, port }, timeoutSeconds: TIMEOUT_SECONDS };
  const failureThreshold = lazyNumber(() => Math.ceil(Math.max(LEAST_BUSY_SECONDS, busySeconds()) / LIVENESS_PERIOD_SECONDS));
  return {
    startupProbe: { ...check, ...started },
    readinessProbe: { ...check, ...ready },
    livenessProbe: { ...check, periodSeconds: LIVENESS_PERIOD_SECONDS, failureThreshold },
  };
}
