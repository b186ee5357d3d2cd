/** Answers of the HTTP API of Prometheus as columns, an hour a row. https://prometheus.io/docs/prometheus/latest/querying/api/ */
import { z } from 'zod';
import { MOST_FIGURE, type Month, type RecordedPool } from './month';
import { MEANINGS, type Meaning, STEP_SECONDS } from './questions';

const sample = z.tuple([z.number(), z.string()]);

/** Schema of the answer to a range query. */
export const answerSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: z.object({ namespace: z.string(), pool: z.string() }), values: z.array(sample) })),
  }),
});

export interface Answer extends z.output<typeof answerSchema> {}

/** @param end of the last hour, seconds since 1970 */
export function monthOf(
  answers: Readonly<Record<Meaning, Answer>>,
  { end, hours }: { readonly end: number; readonly hours: number },
): Month {
  const pools = new Map<string, { namespace: string; name: string; recorded: Partial<Record<Meaning, (number | null)[]>> }>();
  for (const meaning of MEANINGS) {
    for (const { metric, values } of answers[meaning].data.result) {
      const key = `${metric.namespace}/${metric.pool}`;
      const pool = pools.get(key) ?? { namespace: metric.namespace, name: metric.pool, recorded: {} };
      pools.set(key, pool);
      pool.recorded[meaning] = column(values, end, hours);
    }
  }
  const from = new Date((end - hours * STEP_SECONDS) * 1_000).toISOString();
  return { schemaVersion: 1, from, stepSeconds: STEP_SECONDS, hours, pools: [...pools.values()] as RecordedPool[] };
}

/** A figure stands at the end of its hour. What is no number was not recorded: a quantile of nothing, a share of nothing. */
function column(values: readonly (readonly [number, string])[], end: number, hours: number): (number | null)[] {
  const found: (number | null)[] = Array.from({ length: hours }, () => null);
  for (const [time, text] of values) {
    const index = hours - 1 - Math.round((end - time) / STEP_SECONDS);
    const value = Number(text);
    if (index >= 0 && index < hours && value >= 0 && value <= MOST_FIGURE) found[index] = value;
  }
  return found;
}
