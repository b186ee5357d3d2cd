/** What the pools of a stack are started with, read from the objects, and what the flag data of exactly their release say to it. */
import { Engine } from 'cdktf-agent-fleet';
import type { KubernetesObject } from 'cdktf-agent-fleet/testing';
import { ENGINE_DEFINITIONS } from '../../lib/catalog/engines/definitions';
import type { PoolPlan } from '../../lib/plan/sections/pool';
import type { WrittenStack } from './outcome';

/** One pool as its engine is started. */
export interface Start {
  readonly pool: string;
  readonly engine: string;
  readonly version: string;
  readonly args: readonly string[];
}

interface Container {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

type Pools = { readonly pools?: readonly PoolPlan[] };

export function startsOf({ plan, objects }: Pick<WrittenStack, 'plan' | 'objects'>): Start[] {
  return ((plan as Pools | undefined)?.pools ?? []).flatMap(({ name, namespace, engine }) => {
    const object = objects.find(
      ({ kind, metadata }) =>
        ['Deployment', 'LeaderWorkerSet', 'RayService'].includes(kind) &&
        metadata.labels?.['app.kubernetes.io/name'] === name &&
        metadata.namespace === namespace,
    );
    const containers = containersOf(object).filter(({ image }) => image === engine.image);
    if (containers.length === 0) throw new Error(`pool ${name} has no container of ${engine.image}`);
    return containers.map(({ args = [] }) => ({ pool: name, engine: engine.id, version: engine.version, args: args.map(expanded) }));
  });
}

interface Template {
  readonly spec?: { readonly containers?: readonly Container[] };
}

interface Groups {
  readonly leaderTemplate?: Template;
  readonly workerTemplate?: Template;
}

interface Written {
  readonly template?: Template;
  readonly leaderWorkerTemplate?: Groups;
  /** Its containers have no arguments of ours: what the engine is told stands in the configuration. */
  readonly rayClusterConfig?: { readonly workerGroupSpecs?: readonly { readonly template?: Template }[] };
}

/** Of a replica on several nodes those of its leader and of a worker. */
function containersOf(object: KubernetesObject | undefined): readonly Container[] {
  const spec = object?.['spec'] as Written | undefined;
  const { leaderTemplate, workerTemplate } = spec?.leaderWorkerTemplate ?? {};
  const workers = (spec?.rayClusterConfig?.workerGroupSpecs ?? []).map(({ template }) => template);
  return [spec?.template, leaderTemplate, workerTemplate, ...workers].flatMap((template) => template?.spec?.containers ?? []);
}

/** As the kubelet expands what the operator of replicas on several nodes puts into the environment. */
const expanded = (arg: string): string =>
  arg.replace('$(LWS_LEADER_ADDRESS)', 'pool-nodes-0.pool-nodes.models').replace('$(LWS_WORKER_INDEX)', '1');

/** Arguments before the flags: `vllm serve` and `trtllm-serve` are told the model first. */
const BEFORE_FLAGS: Readonly<Record<string, number>> = { vllm: 1, 'tensorrt-llm': 1 };

/** A flag or a value that the release does not have is a problem; that a prop sets a flag (AF-ENG-023) is as it should be here. */
export function startProblems({ pool, engine, version, args }: Start): string[] {
  // Its program has no flags: the pool starts it by a script of three arguments.
  if (engine === 'ollama') return scriptProblems(args).map((problem) => `${pool}: ${problem}`);
  const definition = ENGINE_DEFINITIONS.find(({ id }) => id === engine);
  if (definition === undefined) return [`${pool}: nobody knows the arguments of ${engine}`];
  return Engine.of(definition, { version })
    .checkExtraArgs(args.slice(BEFORE_FLAGS[engine] ?? 0), [])
    .filter(({ code, severity }) => severity === 'error' && code !== 'AF-ENG-023')
    .map(({ code, message }) => `${pool}: ${code} ${message}`);
}

/** The name that clients send, the source of the file, and how many requests are answered at once. */
function scriptProblems(args: readonly string[]): string[] {
  const [name = '', source = '', slots = '', ...more] = args;
  return [
    ...(/^[\w.:/-]+$/.test(name) ? [] : [`the served name '${name}' is none`]),
    ...(/^[\w.-]+(\/[\w.-]+)*(:[\w.-]+)?$/.test(source) ? [] : [`the source '${source}' is none`]),
    ...(/^[1-9]\d*$/.test(slots) ? [] : [`'${slots}' requests at once are no number`]),
    ...(more.length === 0 ? [] : [`the script does not read ${more.join(' ')}`]),
  ];
}
