/** The routers of the examples, as LiteLLM reads them, and the names by which the pods behind them know their models. */
import { parse } from 'yaml';
import { selects, workloadsOf } from '../checks/workloads';
import { at, type KubeObject, listAt } from '../cluster/kube-object';
import type { Example } from '../fleets/example';
import type { FleetStack } from '../fleets/fleet-stack';

export interface Deployment {
  readonly model_name: string;
  readonly litellm_params: { readonly model: string; readonly weight?: number; api_base?: string };
  readonly model_info: { readonly id: string; readonly mode: string; readonly max_input_tokens: number };
}

type Fallbacks = readonly Readonly<Record<string, readonly string[]>>[];

export interface RouterConfig {
  readonly model_list: readonly Deployment[];
  readonly router_settings: Record<string, unknown> & { readonly fallbacks?: Fallbacks; readonly context_window_fallbacks?: Fallbacks };
  readonly litellm_settings: Record<string, unknown> & { callbacks: readonly string[] };
  readonly general_settings: { readonly coordination_redis?: Record<string, unknown> };
}

export interface EmittedRouter {
  readonly example: string;
  readonly name: string;
  /** What LiteLLM reads at its start, by file. */
  readonly files: Readonly<Record<string, string>>;
  readonly config: RouterConfig;
  /** All objects of the example. */
  readonly objects: readonly KubeObject[];
}

/** What of an example has a router. */
type Emitting = Pick<Example, 'name'> & { readonly stacks: readonly Pick<FleetStack, 'manifests'>[] };

export function emittedRouters(examples: readonly Emitting[]): EmittedRouter[] {
  return examples.flatMap(({ name: example, stacks }) => {
    const objects = stacks.flatMap((stack) => stack.manifests());
    return objects.flatMap((object) => {
      const files = at(object, 'data') as Readonly<Record<string, string>> | undefined;
      const config: unknown = object.kind === 'ConfigMap' ? parse(files?.['config.yaml'] ?? '') : null;
      if (files === undefined || at(config, 'model_list') === undefined) return [];
      return [{ example, name: object.metadata.name, files, config: config as RouterConfig, objects }];
    });
  });
}

/**
 * Names of models that the pods behind an address serve; null where the pods are not those of the example, or answer to any name.
 *
 * @param address as the router finds the pool: its Service, or the proxy before it with the pool in the path
 */
export function servedNames({ objects }: EmittedRouter, address: string): readonly string[] | null {
  const { hostname, pathname } = new URL(address);
  const [host = '', space = ''] = hostname.split('.');
  const [namespace = space, name = host] = /^\/([^/.]+)\.([^/]+)\/v1$/.exec(pathname)?.slice(1) ?? [];
  const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name && metadata.namespace === namespace);
  if (service === undefined) return null;
  const matchLabels = at(service, 'spec', 'selector');
  const pods = workloadsOf(objects).filter((pod) => pod.namespace === namespace && selects({ matchLabels }, pod.labels));
  const names = pods.flatMap(({ containers }) => containers.flatMap(({ json }) => namesIn(listAt(json, 'args').map(String))));
  // Engines that are told no name answer to any.
  return pods.length > 0 && names.length === 0 ? null : names;
}

/** What follows `--served-model-name`, and the names of LoRA adapters. */
function namesIn(args: readonly string[]): string[] {
  const after = (flag: string): string[] => {
    const values = args.slice(args.indexOf(flag) + 1);
    const end = values.findIndex((value) => value.startsWith('--'));
    return args.includes(flag) ? values.slice(0, end < 0 ? undefined : end) : [];
  };
  const adapters = after('--lora-modules').map((value) =>
    value.startsWith('{') ? (JSON.parse(value) as { name: string }).name : (value.split('=')[0] ?? ''),
  );
  return [...after('--served-model-name'), ...adapters];
}

/**
 * Series that rules, dashboards and scaling read.
 *
 * @param pattern of their names
 */
export function seriesRead(objects: readonly KubeObject[], pattern: RegExp): string[] {
  const readers = objects.filter(
    ({ kind, ...object }) =>
      kind === 'PrometheusRule' ||
      kind === 'ScaledObject' ||
      (kind === 'ConfigMap' && /"panels"/.test(JSON.stringify(object['data'] ?? {}))),
  );
  return [...new Set(readers.flatMap((object) => JSON.stringify(object).match(pattern) ?? []))].sort();
}
