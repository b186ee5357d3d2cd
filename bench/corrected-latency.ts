/** How well one run of a replica tells another run of it: the formula corrected by a measurement at another load. */

import { hasRoom, type RowEstimate, rowEstimates } from './latency-accuracy';
import type { PerfRow } from './perf-rows';

export interface CorrectedRatios {
  /** Estimate over measured. */
  readonly step: readonly number[];
  readonly firstToken: readonly number[];
}

/** Every ordered pair of runs of one model on one GPU, engine and tensor parallel size. */
export function correctedRatios(engine: PerfRow['engine'], estimates: readonly RowEstimate[] = rowEstimates()): CorrectedRatios {
  const rows = estimates.filter(({ row }) => row.engine === engine && hasRoom(row));
  const groups = new Map<string, RowEstimate[]>();
  for (const row of rows) groups.set(replicaOf(row.row), [...(groups.get(replicaOf(row.row)) ?? []), row]);
  const pairs = [...groups.values()].flatMap((group) =>
    group.flatMap((known) => group.filter((asked) => asked !== known).map((asked) => ({ known, asked }))),
  );
  return {
    step: pairs.map(({ known, asked }) => stepRatio(asked) / stepRatio(known)),
    firstToken: pairs.flatMap(({ known, asked }) => {
      const [ratio, of] = [firstRatio(asked), firstRatio(known)];
      return ratio === null || of === null ? [] : [ratio / of];
    }),
  };
}

const replicaOf = ({ model, runtime, spec }: PerfRow) =>
  [model, runtime, spec.gpu.id, spec.tensorParallel, spec.model.facts.nativeQuantization].join('|');
const stepRatio = ({ row, estimate }: RowEstimate) => estimate.tpotMs / 1e3 / row.tpotSeconds;
const firstRatio = ({ row, estimate }: RowEstimate) => (row.ttftSeconds === null ? null : estimate.ttftMs / 1e3 / row.ttftSeconds);
