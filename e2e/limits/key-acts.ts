/** What the key of a fleet admits, as it follows from its plan: on the real LiteLLM, alone and as two instances that share a Redis. */
import { ask, type LimitAct, type LimitPlay, must } from './limit-acts';

/** Two workflows of an orchestrator and a worker. */
export const PLANNED = 4;

export const KEY_ACTS: readonly LimitAct[] = [
  {
    name: 'a fleet at twice its workflows is held at the door at what it plans, and goes on afterwards',
    expect: (play) => held(play, [play.routerPort]),
  },
  { name: 'two instances that share a Redis hold it together', expect: (play) => held(play, [play.routerPort, play.secondPort]) },
];

/** Requests go to the instances in turn. */
async function held({ engine, keys }: LimitPlay, ports: readonly number[]): Promise<string> {
  const [key = ''] = keys;
  engine.most = 0;
  const aliases = Array.from({ length: 2 * PLANNED }, (_, index) => (index % 4 < 2 ? 'lead' : 'worker'));
  const asked = (count: number) =>
    Promise.all(aliases.slice(0, count).map((alias, index) => ask(ports[index % ports.length] ?? 0, alias, false, 'go', key)));
  const answered = await asked(aliases.length);
  const [taken, refused] = [answered.filter(({ status }) => status === 200), answered.filter(({ status }) => status === 429)];
  must(
    taken.length === PLANNED && refused.length === PLANNED,
    `answers: ${answered.map(({ status, text }) => `${status} ${text.slice(0, 100)}`).join(', ')}`,
  );
  must(engine.most === PLANNED, `the engine saw ${engine.most} requests at once`);
  const after = await asked(PLANNED);
  must(
    after.every(({ status }) => status === 200),
    `afterwards: ${after.map(({ status }) => status).join(', ')}`,
  );
  return `${PLANNED} of ${aliases.length} at once`;
}
