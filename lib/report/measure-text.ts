/** Plan against measured, for a terminal. */
import { formatInteger, formatPercent, formatSmallUsd, formatUsd } from '../core/format';
import type { MeasureReport } from '../measure/measure-report';
import type { Palette } from './palette';
import { wrap } from './wrap';

type Pool = MeasureReport['pools'][number];
type Figure = Pool['figures'][number];

const NOTHING = '–';
/** Beyond this difference a figure is worth a look. */
const FAR = 0.2;

export function measureText(report: MeasureReport, colour: Palette, width: number): string {
  const { from, to, pools, unseen, usdPerMonth, proposals } = report;
  return [
    `${colour.bold('measured')} from ${day(from)} to ${day(to)}`,
    ...pools.map((pool) => poolText(pool, colour, width)),
    ...(unseen.length === 0 ? [] : [wrap(`nothing was recorded of ${unseen.join(', ')}`, width, '  ')]),
    ...moneyTexts(usdPerMonth, colour),
    ...(pools.length === 0 ? [] : [proposalsText(proposals, colour, width)]),
  ].join('\n\n');
}

const day = (time: string): string => time.slice(0, 16).replace('T', ' ');

/** Nothing where nobody knows a price, or where no pool was seen. */
function moneyTexts({ plan, measured }: MeasureReport['usdPerMonth'], colour: Palette): string[] {
  const known = [plan === null ? [] : `planned ${formatUsd(plan)}`, measured === null ? [] : `measured ${formatUsd(measured)}`].flat();
  return known.length === 0 ? [] : [`${colour.bold('a month of 720 h')}  ${known.join(', ')}`];
}

function poolText({ namespace, name, hours, figures, measured, notMeasured }: Pool, colour: Palette, width: number): string {
  const shown = figures.filter(({ plan, measured: seen }) => plan !== null || seen !== null);
  const cells = shown.map((figure) => [figure.what, written(figure.plan, figure), written(figure.measured, figure), mark(figure)] as const);
  const [first, second] = [widest(cells.map(([what]) => what)), Math.max(7, widest(cells.map(([, plan]) => plan)))];
  const third = Math.max(8, widest(cells.map(([, , seen]) => seen)));
  const head = `  ${''.padEnd(first)}  ${'plan'.padStart(second)}  ${'measured'.padStart(third)}`;
  const rows = cells.map(([what, plan, seen, far]) => `  ${what.padEnd(first)}  ${plan.padStart(second)}  ${seen.padStart(third)}${far}`);
  const paste = measured === null ? wrap(`  nothing to paste: ${notMeasured ?? ''}`, width, '  ') : `  measured: ${pasted(measured)}`;
  return [`${colour.bold(`${namespace}/${name}`)}  ${formatInteger(hours)} hours`, colour.dim(head), ...rows, colour.green(paste)].join(
    '\n',
  );
}

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));

const pasted = (measured: NonNullable<Pool['measured']>): string =>
  `{ ${Object.entries(measured)
    .map(([prop, value]) => `${prop}: ${value}`)
    .join(', ')} },`;

function mark({ plan, measured, isLimit }: Figure): string {
  if (plan === null || measured === null || plan === 0) return '';
  if (isLimit && measured <= plan) return '';
  const off = measured / plan - 1;
  return Math.abs(off) < FAR ? '' : `  ${off > 0 ? '+' : '−'}${formatPercent(Math.abs(off))}`;
}

function written(value: number | null, { unit }: Pick<Figure, 'unit'>): string {
  if (value === null) return NOTHING;
  if (unit === 'share') return formatPercent(value);
  if (unit === 'USD/h') return `${formatUsd(value)}/h`;
  if (unit === 'USD per million tokens') return formatSmallUsd(value);
  if (unit === 'seconds') return `${Number(value.toPrecision(3))} s`;
  const figure = value >= 100 ? formatInteger(Math.round(value)) : String(Number(value.toPrecision(3)));
  return unit === 'replicas' || unit === 'requests' ? figure : `${figure} ${unit}`;
}

function proposalsText(proposals: MeasureReport['proposals'], colour: Palette, width: number): string {
  if (proposals.length === 0) return 'no slice, shared pool or API would be cheaper at this load, or too little is known to say so';
  const blocks = proposals.map(({ change, why, provided, usdPerMonth }) =>
    [
      `${colour.green(`${formatUsd(usdPerMonth)} a month less`)}  ${wrap(change, width - 24, '    ')}`,
      wrap(`  ${why}`, width, '  '),
      wrap(`  provided that ${provided}`, width, '  '),
    ].join('\n'),
  );
  return [colour.bold('proposals'), ...blocks].join('\n');
}
