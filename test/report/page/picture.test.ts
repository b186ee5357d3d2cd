import { renderHtml } from '../../../lib/report/html/page';
import type { PlacedFleet } from '../../../lib/report/picture/fleet-layout';
import { layOut } from '../../../lib/report/picture/layout';
import type { Box } from '../../../lib/report/picture/placed';
import type { PictureFleet } from '../../../lib/report/view/picture';
import { reportView } from '../../../lib/report/view/report-view';
import { manyPools } from '../many-pools';
import { SAMPLE_PLAN } from '../sample-plan';
import { attribute, elementsOf, textOf } from './read-page';

type Plan = typeof SAMPLE_PLAN;
type Fleet = Plan['fleets'][number];
const [fleet] = SAMPLE_PLAN.fleets as [Fleet];
const services = [
  { kind: 'router', name: 'gate', path: 'research/gate', prop: 'router' },
  { kind: 'session-store', name: 'sessions', path: 'research/sessions', prop: 'sessionStore' },
  { kind: 'task-queue', name: 'tasks', path: 'research/tasks', prop: 'runtime.consumes' },
];
const wired: Plan = {
  ...SAMPLE_PLAN,
  fleets: [
    { ...fleet, framework: 'langgraph', handovers: [{ from: 'planner', to: 'researcher' }], services, embeddings: 'research/workers' },
  ],
};
const pictureOf = (plans: readonly Plan[]) => reportView(plans).picture;
const named = ({ nodes, fleets, edges }: ReturnType<typeof pictureOf>) => {
  const names = new Map([...nodes, ...fleets].map(({ id, name }) => [id, name]));
  return edges.map(({ from, to, kind }) => `${names.get(from)} → ${names.get(to)} (${kind})`);
};

test('queues lead to a fleet, the fleet to its router, the router to the pools that serve it', () => {
  const picture = pictureOf([wired]);
  expect(named(picture)).toEqual([
    'tasks → research (tasks)',
    'research → gate (requests)',
    'gate → planner (requests)',
    'gate → workers (requests)',
  ]);
  expect(picture.fleets[0]).toMatchObject({ handovers: [[0, 1]], uses: [{ kind: 'session-store', name: 'sessions' }] });
  expect(picture.nodes.find(({ name }) => name === 'workers')?.serves).toEqual(['researcher', 'embeddings']);
});

test('a plan of an older release, which names no services, still has a router', () => {
  expect(named(pictureOf([SAMPLE_PLAN]))).toContain('research → router of research (requests)');
});

test('two fleets share a router and a store that are one construct', () => {
  const second: Fleet = { ...(wired.fleets[0] as Fleet), name: 'other', path: 'research/other' };
  const picture = pictureOf([{ ...wired, fleets: [...wired.fleets, second] }]);
  expect(picture.nodes.filter(({ kind }) => kind === 'router')).toHaveLength(1);
  expect(named(picture).filter((edge) => edge.endsWith('gate (requests)'))).toEqual([
    'research → gate (requests)',
    'other → gate (requests)',
  ]);
});

test('an alias that somebody else serves is a fallback; that of a role or of its long sessions is none', () => {
  const pass = {
    hops: [],
    fallbacks: ['planner-long', 'researcher', 'big'],
    attempts: 1,
    waitSeconds: 1,
    isAssumed: false,
    clientTimeoutSeconds: 1,
  };
  const roles = fleet.roles.map((role) => ({ ...role, requestPass: pass }));
  const picture = pictureOf([{ ...wired, fleets: [{ ...(wired.fleets[0] as Fleet), roles }] }]);
  expect(named(picture).filter((edge) => edge.endsWith('(fallback)'))).toEqual(['gate → big (fallback)']);
});

test('the pool of long sessions is served, too', () => {
  const roles = fleet.roles.map((role) => (role.name === 'planner' ? { ...role, longPool: 'workers' } : role));
  const picture = pictureOf([{ ...wired, fleets: [{ ...(wired.fleets[0] as Fleet), roles }] }]);
  expect(picture.nodes.find(({ name }) => name === 'workers')?.serves).toEqual(['researcher', 'long planner', 'embeddings']);
});

const apart = (a: Box, b: Box): boolean => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
const overlaps = (boxes: readonly Box[]): number =>
  boxes.flatMap((box, index) => boxes.slice(index + 1).filter((other) => !apart(box, other))).length;

test.each([
  ['a few pools', [wired]],
  ['a fleet that nobody is wired to', [{ ...wired, fleets: [] }]],
  ['two stacks', [wired, { ...SAMPLE_PLAN, stack: 'second' }]],
  ['twelve pools, in a block', [manyPools(12)]],
  ['fifty pools', [manyPools(50)]],
])('%s: no box covers another, all are in the picture, and the same plan gives the same picture', (_, plans) => {
  const picture = pictureOf(plans);
  const { size, fleets, nodes, bands } = layOut(picture);
  const boxes = [...fleets, ...nodes].map(({ box }) => box);
  expect(overlaps(boxes)).toBe(0);
  for (const { roles, uses, box } of fleets) {
    expect(overlaps([...roles, ...uses])).toBe(0);
    expect(
      [...roles, ...uses].every(({ x, y, width, height }) => x >= 0 && y >= 0 && x + width <= box.width && y + height <= box.height),
    ).toBe(true);
  }
  expect(boxes.every(({ x, y, width, height }) => x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height)).toBe(true);
  const pools = nodes.filter(({ node }) => node.kind === 'pool');
  expect(pools.every(({ box }) => bands.gpu !== null && !apart(box, bands.gpu))).toBe(true);
  expect(layOut(picture)).toEqual(layOut(pictureOf(plans)));
});

test('agents that hand over to one another stand in that order, a long chain goes down', () => {
  const roles = Array.from({ length: 5 }, (_, index) => ({ ...(fleet.roles[0] as Fleet['roles'][number]), name: `r${index}` }));
  const handovers = [0, 1, 2, 3].map((index) => ({ from: `r${index}`, to: `r${index + 1}` }));
  const chain = layOut(pictureOf([{ ...wired, fleets: [{ ...(wired.fleets[0] as Fleet), roles, handovers }] }])).fleets[0];
  expect(chain?.goesDown).toBe(true);
  expect(chain?.roles.map(({ y }) => y)).toEqual([...(chain?.roles.map(({ y }) => y) ?? [])].sort((a, b) => a - b));
  const short = layOut(pictureOf([wired])).fleets[0] as PlacedFleet;
  expect(short.goesDown).toBe(false);
  expect((short.roles[0] as Box).x).toBeLessThan((short.roles[1] as Box).x);
});

test('agents that take turns are drawn, and a hand-over to a role that has no session is left out', () => {
  const handovers = [
    { from: 'planner', to: 'researcher' },
    { from: 'researcher', to: 'planner' },
    { from: 'planner', to: 'planner' },
    { from: 'planner', to: 'gone' },
  ];
  const [drawn] = pictureOf([{ ...wired, fleets: [{ ...(wired.fleets[0] as Fleet), handovers }] }]).fleets as [PictureFleet];
  expect(drawn.handovers).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(() => renderHtml(reportView([{ ...wired, fleets: [{ ...(wired.fleets[0] as Fleet), handovers }] }]))).not.toThrow();
});

test('the picture is told in words', () => {
  const words = elementsOf(renderHtml(reportView([wired])))
    .filter((element) => attribute(element, 'class') === 'words')
    .map(textOf)
    .join();
  for (const sentence of [
    'planner hands work to researcher',
    'fleet research uses session-store sessions',
    'router gate sends requests to pool planner',
    'pool workers serves researcher, embeddings',
  ])
    expect(words).toContain(sentence);
});
