/** Recommendations for people: the answers in a table, the pools of each, and what binds the price. */
import { formatInteger, formatPercent, formatUsd } from '../../core/format';
import { HOURS_PER_MONTH } from '../../core/units';
import type { PlannedFleet, PlannedNodePool, PlannedPool, PlannedRole } from '../../planner/planned-fleet';
import type { FleetRecommendation, RecommendedFleet } from '../../planner/recommend-fleet';
import type { Saving } from '../../planner/savings';
import type { SessionsOnGpus } from '../../planner/sessions-on-gpus';
import { wrap } from '../../report/wrap';

const HEAD = ['answer', '$/hour', '$/month', 'headroom', 'first token', 'lost replica'];
/** Savings below the largest would hide it. */
const MOST_SAVINGS = 5;

export function recommendTable({ answers, savings }: FleetRecommendation, width: number): string {
  const rows = [HEAD, ...answers.map(answerRow)];
  const pools = answers.map((answer, index) =>
    [`${index + 1}  ${proofOf(answer)}`, ...poolLines(answer.plan), ...givesUpLine(answer)]
      .map((line) => wrap(line, width, '   '))
      .join('\n'),
  );
  const binds = savings.slice(0, MOST_SAVINGS).map((saving) => wrap(savingLine(saving), width, '  '));
  return [columns(rows, width), ...pools, ...(binds.length === 0 ? [] : [['What binds the price:', ...binds].join('\n')])].join('\n\n');
}

function answerRow({ plan, headroom, firstTokenMs, survivesReplicaLoss }: RecommendedFleet, index: number): readonly string[] {
  return [
    String(index + 1),
    formatUsd(plan.usdPerHour),
    formatUsd(plan.usdPerHour * HOURS_PER_MONTH),
    headroom === null ? '–' : formatPercent(headroom),
    firstTokenMs === null ? 'not known' : `${formatInteger(firstTokenMs)} ms`,
    survivesReplicaLoss ? 'survived' : 'not survived',
  ];
}

function proofOf({ plan: { usdPerHour, proof } }: RecommendedFleet): string {
  const proven = proof.isOptimal
    ? 'proven: nothing that keeps this costs less'
    : `at most ${(100 * proof.gap).toFixed(1)} % above the least price`;
  return `${formatUsd(usdPerHour)} an hour, ${proven}`;
}

const givesUpLine = ({ givesUp }: RecommendedFleet): string[] =>
  givesUp.length === 0 ? [] : [`   others are better in: ${givesUp.join(', ')}`];

function poolLines({ pools, roles, nodePools }: PlannedFleet): string[] {
  const atApis = roles.filter(({ api }) => api !== null);
  return [...pools.map(poolLine), ...atApis.map(apiLine), ...nodePools.flatMap(idleLine)];
}

const poolLine = (pool: PlannedPool): string => {
  const { roles, replicas, model, quantization, usdPerHour, headroom, bottleneck } = pool;
  return `   ${roles.join(', ')}: ${model}, ${quantization === 'checkpoint' ? 'as published' : quantization}, ${replicas} × ${cardsOf(pool)}, ${formatUsd(usdPerHour)}, ${formatPercent(headroom)} headroom, limited by ${bottleneck}`;
};

function cardsOf({ gpusPerReplica, gpu, slice, enginesPerCard }: PlannedPool): string {
  if (slice !== null) return `${slice} of ${gpu}`;
  return enginesPerCard > 1 ? `1/${enginesPerCard} of ${gpu}` : `${gpusPerReplica} ${gpu}`;
}

/** What is paid for nothing. */
const idleLine = ({ name, gpus, nodes, idleUsdPerHour, mig, sharing }: PlannedNodePool): string[] => {
  if (idleUsdPerHour < 0.005) return [];
  const held =
    mig === undefined && sharing === undefined ? `${nodes} ${nodes === 1 ? 'node' : 'nodes'}` : `${gpus} ${gpus === 1 ? 'card' : 'cards'}`;
  return [`   node pool ${name}: ${formatUsd(idleUsdPerHour)} of its ${held} are paid and idle`];
};

const apiLine = ({ name, api, usdPerHour, breakEven }: PlannedRole): string =>
  `   ${name}: API ${api}, ${formatUsd(usdPerHour)}${breakEven?.atTimesThePlan == null ? '' : `; GPUs cost less from ${breakEven.atTimesThePlan} times its tokens on`}`;

const savingLine = ({ change, usdPerHour }: Saving): string => `  ${change} saves ${formatUsd(usdPerHour)} an hour`;

/** Ways to use the GPUs that are there, most sessions first. */
export function sessionsTable(ways: readonly SessionsOnGpus[], width: number): string {
  const rows = ways.map(({ model, quantization, replicas, gpusPerReplica, sessions, bottleneck }) => [
    model,
    formatInteger(sessions),
    quantization === 'checkpoint' ? 'as published' : quantization,
    `${replicas} × ${gpusPerReplica}`,
    bottleneck,
  ]);
  return columns([['model', 'sessions', 'weights', 'replicas × GPUs', 'limited by'], ...rows], width);
}

/** Columns where the line is wide enough, else one line a cell with its title. */
export function columns([head = [], ...rows]: readonly (readonly string[])[], width: number): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const isWide = widths.reduce((sum, one) => sum + one + 2, -2) <= width;
  if (isWide)
    return [head, ...rows]
      .map((row) =>
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
      )
      .join('\n');
  return rows
    .map((row) => row.map((cell, column) => wrap(`${column === 0 ? '' : '  '}${head[column]}: ${cell}`, width, '    ')).join('\n'))
    .join('\n');
}
