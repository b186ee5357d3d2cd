/** Which card a pool with `Gpu.cheapest` gets: the one that the lock file names, else the cheapest that holds the sessions of the choice. */
import type { Construct } from 'constructs';
import { Gpu } from '../catalog/gpu';
import { GpuChoice } from '../catalog/gpu-choice';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { addCustomSynthesis } from '../terraform/engine';
import { lockedGpu, lockGpu } from './gpu-lock';
import type { InferencePoolProps } from './inference-pool-props';
import { inferencePoolSchema } from './inference-pool-schema';
import type { ChosenGpu, PricedCard } from './judged-choice';
import { poolDemand } from './pool-demand';
import { type PoolView, poolView } from './pool-view';
import { CHOICE_RULES } from './rules';

/** Null for a pool that names its card. */
export function chosenGpu(path: string, props: InferencePoolProps | null | undefined): ChosenGpu | null {
  const choice = props?.gpu;
  if (props == null || !GpuChoice.isGpuChoice(choice)) return null;
  const asked = choice as GpuChoice<Gpu>;
  const locked = lockedGpu(asked.lockFile, path)?.gpu ?? null;
  const cheapest = cheapestCard(path, props, asked);
  const named = asked.among.find(({ id }) => id === locked) ?? (locked === null ? undefined : Gpu.byId(locked));
  return { gpu: named ?? cheapest?.gpu ?? (asked.among[0] as Gpu), choice: asked, path, locked, cheapest };
}

/** Writes the choice when the app is accepted. */
export function keepChoice(pool: Construct, { choice, path, gpu, locked, cheapest }: ChosenGpu): void {
  if (locked !== null || cheapest === null) return;
  const chosenOn = new Date().toISOString().slice(0, 10);
  addCustomSynthesis(pool, {
    onSynthesize: () => lockGpu(choice.lockFile, path, { gpu: gpu.id, usdPerHour: cheapest.usdPerHour, chosenOn }),
  });
}

export function chosenGpuFindings(chosen: ChosenGpu, view: PoolView): Finding[] {
  const isRefused =
    view.verdict.findings.some(({ severity }) => severity === 'error') || !holds(onCard(view.path, view.spec, chosen.choice, chosen.gpu));
  return evaluateRules(CHOICE_RULES, { ...chosen, isRefused, usdPerHour: view.costPerHour.floor }).map((finding) =>
    place(view.path, finding),
  );
}

/** Of cards at one price the one that is listed first. */
function cheapestCard(path: string, props: InferencePoolProps, choice: GpuChoice<Gpu>): PricedCard | null {
  const cards = choice.among.flatMap((gpu): PricedCard[] => {
    const view = onCard(path, props, choice, gpu);
    const usdPerHour = view?.costPerHour.floor ?? null;
    return view === null || usdPerHour === null || !holds(view) ? [] : [{ gpu, usdPerHour }];
  });
  return cards.reduce<PricedCard | null>((best, next) => (best === null || next.usdPerHour < best.usdPerHour ? next : best), null);
}

/** The pool as it would be on a card with the sessions of the choice; null where its other props are wrong, which its constructor says. */
function onCard(path: string, props: object, choice: GpuChoice<Gpu>, gpu: Gpu): PoolView | null {
  const parsed = inferencePoolSchema.safeParse({ ...props, gpu }, { jitless: true });
  if (!parsed.success) return null;
  const { cluster, maxContextTokens } = parsed.data;
  const name = path.split('/').at(-1) ?? path;
  const demand = {
    fleet: name,
    role: 'sessions',
    sessions: choice.sessions,
    contextTokens: choice.contextTokens ?? maxContextTokens,
    formula: `${choice.sessions} sessions of Gpu.cheapest`,
  };
  return poolView(parsed.data, {
    name,
    path,
    namespace: 'choice',
    nodes: cluster.nodes,
    environment: cluster.environment,
    image: (reference) => cluster.image(reference),
    isTrial: true,
    demand: () => poolDemand([{ planned: () => [demand], peak: () => [] }]),
  });
}

/** A card without nodes in the cluster, or without an image of the engine, is none to choose. */
function holds(view: PoolView | null): boolean {
  if (view === null || view.engine.imageFor(view.spec.gpu) === null) return false;
  if (view.setting.nodes.pools.length > 0 && view.nodes.nodePools.length === 0) return false;
  const { verdict } = view.verdict;
  return verdict === 'fits' || verdict === 'tight';
}
