import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { printable } from '../../../lib/core/printable';
import type { PoolPlan } from '../../../lib/plan/sections/pool';
import { markup } from '../../../lib/report/html/markup';
import { renderHtml } from '../../../lib/report/html/page';
import { type MemoryBar, memoryBar } from '../../../lib/report/view/memory-bar';
import { reportView } from '../../../lib/report/view/report-view';
import { HOSTILE, withTextBehind } from '../hostile-plan';
import { SAMPLE_PLAN } from '../sample-plan';
import { at, attribute, elementsOf, figuresOf, textOf } from './read-page';

const EMPTY = {
  ...SAMPLE_PLAN,
  stack: 'platform',
  pools: [],
  fleets: [],
  findings: [],
  costPerHour: { floor: 0, ceiling: 0, unpriced: [], pricesAsOf: [] },
};
const plans = [EMPTY, SAMPLE_PLAN];
const page = renderHtml(reportView(plans, { writtenAt: new Date('2026-07-04T09:30:00Z') }));
const elements = elementsOf(page);
const all = (tag: string) => elements.filter(({ tagName }) => tagName === tag);

test('every figure is that of the plan, and its text is its value', () => {
  const figures = figuresOf(page);
  expect(figures.length).toBeGreaterThan(30);
  for (const { of, value, text } of figures) {
    expect([of, value]).toEqual([of, at(plans, of)]);
    expect([of, text, isRounded(text, value)]).toEqual([of, text, true]);
  }
});

/** Whether `1,234`, `$5.00`, `66.1 GiB` or `31 %` is the value, rounded to the digits that are shown. */
function isRounded(text: string, value: number): boolean {
  const shown = /-?[\d,]+(?:\.(\d+))?/.exec(text);
  const exact = text.endsWith('%') ? value * 100 : value;
  return shown !== null && shown[0].replaceAll(',', '') === exact.toFixed(shown[1]?.length ?? 0);
}

test('the heading says what is reported, whether it fits, and when it was synthesized', () => {
  expect(all('h1').map(textOf)).toEqual(['research']);
  expect(textOf(all('header')[0] as never)).toContain('tight');
  expect(all('time').map((time) => [attribute(time, 'datetime'), textOf(time)])).toEqual([
    ['2026-07-04T09:30:00.000Z', '2026-07-04 09:30 UTC'],
  ]);
});

test('nothing is loaded or run, and the one style sheet is known by its hash', () => {
  const policy = all('meta').find((meta) => attribute(meta, 'http-equiv') === 'Content-Security-Policy');
  const hash = createHash('sha256')
    .update(textOf(all('style')[0] as never))
    .digest('base64');
  expect(attribute(policy as never, 'content')).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  expect(elements.filter(({ tagName }) => ['script', 'link', 'img', 'iframe', 'object', 'base', 'form'].includes(tagName))).toEqual([]);
  const names = new Set(elements.flatMap(({ attrs }) => attrs.map(({ name }) => name)));
  expect([...names].filter((name) => name === 'style' || name === 'src' || name.startsWith('on'))).toEqual([]);
  const links = all('a').map((link) => attribute(link, 'href') ?? '');
  const ids = new Set(elements.map((element) => attribute(element, 'id')));
  expect(links.filter((link) => !link.startsWith('#') || !ids.has(link.slice(1)))).toEqual([]);
});

test('the memory of a card is drawn in parts that add up to it, the KV cache by what is needed of it', () => {
  const [planner] = SAMPLE_PLAN.pools;
  const { parts, cardGiB } = memoryBar(planner as PoolPlan) as MemoryBar;
  expect(cardGiB).toBeCloseTo(33.83 + 33.05, 6);
  expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  expect(parts.map(({ id, gib }) => [id, Number(gib.toFixed(3))])).toEqual([
    ['weights', 33.83],
    ['kvNeeded', Number(((33.05 * 45.776) / 66.1).toFixed(3))],
    ['kvFree', Number((33.05 * (1 - 45.776 / 66.1)).toFixed(3))],
  ]);
});

test('what the engine does not allocate is drawn, too', () => {
  const [planner] = SAMPLE_PLAN.pools as [PoolPlan];
  const physical = { id: 'physical', perGpuGiB: 80, evidence: 'measured' as const, source: 's' };
  const { parts } = memoryBar({ ...planner, memory: { ...planner.memory, terms: [physical, ...planner.memory.terms] } }) as MemoryBar;
  expect(parts.at(-1)).toEqual({ id: 'left', gib: expect.closeTo(80 - 66.88, 6), share: expect.closeTo(13.12 / 80, 6) });
});

describe('hostile texts', () => {
  const hostilePage = renderHtml(reportView(withTextBehind(plans, HOSTILE), { title: HOSTILE }));

  test('make no element and no attribute', () => {
    const shape = (html: string) => elementsOf(html).map(({ tagName, attrs }) => [tagName, attrs.map(({ name }) => name)]);
    expect(shape(hostilePage)).toEqual(shape(renderHtml(reportView(withTextBehind(plans, 'x'.repeat(HOSTILE.length))))));
  });

  test('are shown as they are, without what would control a terminal', () => {
    const shown = textOf(elementsOf(hostilePage).find(({ tagName }) => tagName === 'h1') as never);
    expect(shown).toBe(printable(HOSTILE));
    expect(hostilePage).not.toContain(String.fromCharCode(27));
  });

  test('any text comes back from the page', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [span] = elementsOf(markup`<span title="${text}">${text}</span>`.text).filter(({ tagName }) => tagName === 'span');
        const expected = printable(text);
        expect(textOf(span as never)).toBe(expected);
        expect(attribute(span as never, 'title')).toBe(expected);
      }),
    );
  });
});

test('an app without a pool has a page that says so', () => {
  const empty = renderHtml(reportView([EMPTY]));
  expect(textOf(elementsOf(empty).find(({ tagName }) => tagName === 'h1') as never)).toBe('platform');
  expect(empty).toContain('0 inference pools');
  expect(elementsOf(empty).some((element) => attribute(element, 'id') === 'pools')).toBe(false);
  expect(renderHtml(reportView([]))).toContain('<h1>no fleet</h1>');
});

test('a sum that holds an unknown price is unknown, and the pool is named', () => {
  const [planner, workers] = SAMPLE_PLAN.pools as [PoolPlan, PoolPlan];
  const unpriced = { ...workers, price: null, costPerHour: { floor: null, ceiling: null } };
  const costPerHour = { floor: null, ceiling: null, unpriced: ['workers'], pricesAsOf: ['2026-07-03'] };
  const view = reportView([{ ...SAMPLE_PLAN, pools: [planner, unpriced], costPerHour }]);
  expect(view.summary.perMonth).toEqual({ floor: null, ceiling: null });
  const shown = renderHtml(view);
  expect(shown).toContain('No price is known for workers');
  expect(shown).toMatch(/<dt>Cost per hour<\/dt><dd class="value"><span class="unknown">unknown<\/span>/);
});
