/** What the pools of a stack are started with, read from the objects, and what the flag data of exactly their release say to it. */
import { Engine } from 'cdktf-agent-fleet';
import type { KubernetesObject } from 'cdktf-agent-fleet/testing';
import type { PoolPlan } from '../../lib/plan/schema';
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
  return ((plan as Pools | undefined)?.pools ?? []).map(({ name, namespace, engine }) => {
    const object = objects.find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === name && metadata.namespace === namespace,
    );
    const container = containersOf(object).find(({ image }) => image === engine.image);
    if (container === undefined) throw new Error(`pool ${name} has no container of ${engine.image}`);
    return { pool: name, engine: engine.id, version: engine.version, args: container.args ?? [] };
  });
}

function containersOf(object: KubernetesObject | undefined): readonly Container[] {
  const spec = object?.['spec'] as { readonly template?: { readonly spec?: { readonly containers?: readonly Container[] } } } | undefined;
  return spec?.template?.spec?.containers ?? [];
}

/** What `vllm serve` takes before its flags is the model. A flag or a value that the release does not have is a problem; that a prop sets a flag (AF-ENG-023) is as it should be here. */
export function startProblems({ pool, engine, version, args }: Start): string[] {
  const release = engine === 'vllm' ? Engine.vllm({ version }) : Engine.sglang({ version });
  return release
    .checkExtraArgs(engine === 'vllm' ? args.slice(1) : args, [])
    .filter(({ code, severity }) => severity === 'error' && code !== 'AF-ENG-023')
    .map(({ code, message }) => `${pool}: ${code} ${message}`);
}
