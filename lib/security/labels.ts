import { labelValueOf } from '../core/kubernetes/label-value';

/** Labels that every object of a workload carries; the selector is the part that never changes. */
export const MANAGED_BY = 'cdktf-agent-fleet';

/** What a workload is for; also the tier by which cost and dashboards group. */
export type Component =
  | 'inference'
  | 'weights-download'
  | 'router'
  | 'session-proxy'
  | 'stage-proxy'
  | 'agent-runtime'
  | 'mcp-server'
  | 'tool-sandbox'
  | 'gpu-service'
  | 'session-store'
  | 'state-store'
  | 'vector-store'
  | 'task-queue'
  | 'tracing';

export function selectorLabels(name: string, component: Component): Record<string, string> {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': component };
}

/**
 * @param partOf id of the stack, which may be any text
 * @param workload what is said of it, where it is
 */
export function objectLabels(
  name: string,
  component: Component,
  partOf: string,
  { labels }: { readonly labels?: Readonly<Record<string, string>> | undefined },
): Record<string, string> {
  return {
    ...selectorLabels(name, component),
    'app.kubernetes.io/part-of': labelValueOf(partOf),
    'app.kubernetes.io/managed-by': MANAGED_BY,
    ...labels,
  };
}
