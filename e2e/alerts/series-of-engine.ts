/** Stories are told in the names of the default engine; another engine writes the same under its own. */
import { Engine } from '../../lib';
import type { EngineMetrics } from '../../lib/catalog/engines/engine-metrics';
import type { InputSeries } from './series';

/** Series of an engine as it would write them; what it does not write is left out. */
export function asWrittenBy(engine: Engine | undefined, told: readonly InputSeries[]): InputSeries[] {
  const usual = Engine.vllm();
  if (engine === undefined || engine.id === usual.id) return [...told];
  const written = told.flatMap((one) => translated(one, usual, engine));
  return written.filter(({ series }, index) => written.findIndex((other) => other.series === series) === index);
}

function translated({ series, values }: InputSeries, usual: Engine, engine: Engine): InputSeries[] {
  const [name = '', rest = ''] = [series.slice(0, series.indexOf('{')), series.slice(series.indexOf('{'))];
  const labels = rest.replaceAll(`container="${usual.id}"`, `container="${engine.id}"`);
  const meanings = (Object.keys(usual.metrics) as (keyof EngineMetrics)[]).filter((meaning) => isOf(name, usual.metrics[meaning]));
  if (meanings.length === 0) return [{ series: `${name}${labels}`, values }];
  return meanings.flatMap((meaning) =>
    namesOf(engine.metrics, meaning).map((own) => ({ series: `${own}${suffix(name)}${labels}`, values })),
  );
}

/** Engines that count tokens at the end of a request write their progress elsewhere. */
function namesOf(metrics: EngineMetrics, meaning: keyof EngineMetrics): string[] {
  const names = meaning === 'generationTokens' ? [metrics.generationTokens, metrics.progress] : [metrics[meaning]];
  return names.filter((name) => typeof name === 'string');
}

const suffix = (name: string): string => (name.endsWith('_bucket') ? '_bucket' : '');
const isOf = (name: string, metric: string | null | undefined): boolean =>
  metric !== null && metric !== undefined && name === `${metric}${suffix(name)}`;
