/** What the key of a fleet admits, as it follows from its plan: on the real LiteLLM, alone and as two instances that share a Redis. */
import { must } from '../machine/must';
import { sleep } from '../machine/wait';
import { ask, type LimitAct, type LimitPlay } from './limit-acts';

const PLANNED_WORKFLOWS = 2;
/** Each has an orchestrator and a worker. */
export const PLANNED = 2 * PLANNED_WORKFLOWS;

export const KEY_ACTS: readonly LimitAct[] = [
  {
    name: 'a fleet at twice its workflows is held at the door at what it plans, and goes on afterwards',
    expect: (play) => held(play, [play.routerPort]),
  },
  {
    name: 'twice its workflows, each an orchestrator that waits for its workers, come to their end without passing the limit',
    expect: ended,
  },
  { name: 'two instances that share a Redis hold it together', expect: (play) => held(play, [play.routerPort, play.secondPort]) },
];

/** Rounds of an agent that is refused, a second each. */
const ROUNDS = 90;

/** A slot is held for a request and not for a workflow: who waits for a worker holds none. */
async function ended({ engine, routerPort, keys: [key = ''] }: LimitPlay): Promise<string> {
  engine.most = 0;
  let refused = 0;
  const answered = async (alias: string): Promise<void> => {
    for (let round = 0; round < ROUNDS; round++) {
      const { status } = await ask(routerPort, alias, { key });
      if (status === 200) return;
      must(status === 429, `${alias} got ${status}`);
      refused++;
      await sleep(1_000);
    }
    throw new Error(`${alias} is refused for ${ROUNDS} s`);
  };
  const workflow = async () => {
    await answered('lead');
    await Promise.all([answered('worker'), answered('worker')]);
    await answered('lead');
  };
  const workflows = PLANNED_WORKFLOWS * 2;
  await Promise.all(Array.from({ length: workflows }, workflow));
  must(engine.most <= PLANNED, `the engine saw ${engine.most} requests at once`);
  must(refused > 0, 'nobody was refused, so nobody waited for a slot');
  return `${workflows} workflows of four requests, at most ${engine.most} in flight, ${refused} refused and asked again`;
}

/** Requests go to the instances in turn. */
async function held({ engine, keys }: LimitPlay, ports: readonly number[]): Promise<string> {
  const [key = ''] = keys;
  engine.most = 0;
  const aliases = Array.from({ length: 2 * PLANNED }, (_, index) => (index % 4 < 2 ? 'lead' : 'worker'));
  const asked = (count: number) =>
    Promise.all(aliases.slice(0, count).map((alias, index) => ask(ports[index % ports.length] ?? 0, alias, { key })));
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
