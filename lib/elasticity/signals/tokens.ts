/** Tokens of prompts that wait, by what a replica computes of them in a second; and tokens that are held, by the KV cache. */
import type { ScaledWorkload } from '../../inference/scaling-policy';
import { beyondFloor } from '../above-floor';
import type { SignalSettings } from '../scaling-view';
import { sleeps } from '../sleep';
import { orNothing } from './activity';
import { type Signal, seriesOf } from './signal';
import { prometheusTrigger } from './trigger';

/** Where nobody waits for a first token; assumed. */
const UNHURRIED_SECONDS = 10;

export interface PromptBacklog {
  /** Of one waiting request. */
  readonly promptTokens: number;
  /** Of one replica. */
  readonly tokensPerSecond: number;
  /** In which a replica computes what may wait for it. */
  readonly seconds: number;
}

/** Null where the prompts or the rate are not known. */
export function promptBacklog({ load }: ScaledWorkload, spec: SignalSettings): PromptBacklog | null {
  const promptTokens = spec.promptTokens ?? load?.promptTokens ?? null;
  if (promptTokens === null) return null;
  const tokensPerSecond = spec.prefillTokensPerSecond ?? load?.prefillTokensPerSecond(promptTokens) ?? null;
  if (tokensPerSecond === null) return null;
  return { promptTokens, tokensPerSecond, seconds: spec.backlogSeconds ?? load?.firstTokenSeconds ?? UNHURRIED_SECONDS };
}

/** Both are sums over the replicas. With data parallelism a pod writes a series for each rank, of which the fullest counts. */
export const TOKENS: Signal = {
  reads: { requestsWaiting: 'how many requests wait', kvCacheUsage: 'how full its KV cache is' },
  triggers(target, spec) {
    const backlog = promptBacklog(target, spec);
    if (backlog === null || spec.kvCacheShare === undefined) return [];
    const series = (metric: 'requestsWaiting' | 'kvCacheUsage') => `${seriesOf(target, metric)}{${target.metricSelector}}`;
    const common = { metricType: 'AverageValue', mayBeSilent: false } as const;
    const shown = sleeps(spec) ? orNothing : (query: string) => query;
    const waiting = `${shown(`sum(${series('requestsWaiting')})`)} * ${Math.round(backlog.promptTokens)}`;
    const threshold = Math.max(1, Math.round(backlog.tokensPerSecond * backlog.seconds));
    const held = shown(`sum(max by (pod) (${series('kvCacheUsage')}))`);
    return [
      prometheusTrigger(target, {
        ...common,
        name: 'waiting-prompt-tokens',
        query: beyondFloor(target, spec, waiting, threshold),
        threshold,
      }),
      prometheusTrigger(target, {
        ...common,
        name: 'kv-cache-share',
        query: beyondFloor(target, spec, held, spec.kvCacheShare),
        threshold: spec.kvCacheShare,
      }),
    ];
  },
};
