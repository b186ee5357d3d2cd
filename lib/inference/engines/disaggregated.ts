/** How an engine computes prompts on some replicas and writes the answers on others (prefill/decode disaggregation). */
import type { ImagePin } from '../../catalog/pins/pin';
import type { Fabric } from '../../platform/fabric';

/** What a pod of either stage is told beside what every pod is. */
export interface ServedStage {
  /** `prefill` computes prompts, `decode` writes answers. */
  readonly kind: 'prefill' | 'decode';
  /** Of the fabric between them; undefined where nobody says. */
  readonly fabric: Fabric['kind'] | undefined;
}

/** Pods of both stages, as a proxy in their namespace finds them. */
export interface ProxiedStages {
  readonly namespace: string;
  /** Labels of the pods. */
  readonly prefill: Readonly<Record<string, string>>;
  readonly decode: Readonly<Record<string, string>>;
  /** Port of the engine. */
  readonly port: number;
}

/** Series of such a proxy by meaning, and where its pods serve them. */
export interface StageProxyMetrics {
  readonly port: number;
  readonly path: string;
  /** Counter: requests that were sent to a replica. */
  readonly requests: string;
  /** Counter: requests for which no replica of a stage was known. */
  readonly unplaced: string;
  /** Counter: prompts that failed. */
  readonly prefillFailures: string;
  /** Counter: answers that failed. */
  readonly decodeFailures: string;
}

/** The program that takes a request, has its prompt computed, and hands both on to a replica that answers. It watches the pods through the API server. */
export interface StageProxy {
  readonly image: ImagePin;
  readonly command: readonly string[];
  readonly port: number;
  readonly runAs: { readonly user: number; readonly group: number };
  /** Answers 200 while replicas of both stages are known. */
  readonly readyPath: string;
  readonly livePath: string;
  /** Header by which it keeps a session on its replicas. */
  readonly sessionHeader: string;
  /** What Prometheus reads of it. */
  readonly metrics: StageProxyMetrics;
  /** Its arguments. */
  args(stages: ProxiedStages): readonly string[];
}

/** What an engine answers whose stages can be apart. `args` and `limits` of its adapter read `stage`. */
export interface Disaggregated {
  /** Environment variable with the address of the pod, at which the other stage asks for keys and values. */
  readonly addressVariable: string;
  readonly proxy: StageProxy;
}
