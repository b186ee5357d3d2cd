/** What the key of a fleet admits, as it follows from its plan: on the real LiteLLM, alone and as two instances that share a Redis. */
import { ask, type LimitAct, type LimitPlay, must } from './limit-acts';

/** Two workflows of an orchestrator and a worker. */
export const PLANNED = 4;

export const KEY_ACTS: readonly LimitAct[] = [
  { name: 'a fleet at twice its workflows is held at the door at what it plans, and goes on afterwards', expect: held },
];

async function held({ routerPort, engine, keys }: LimitPlay): Promise<string> {
  const [key = ''] = keys;
  engine.most = 0;
  const aliases = Array.from({ length: 2 * PLANNED }, (_, index) => (index % 2 === 0 ? 'lead' : 'worker'));
  const answered = await Promise.all(aliases.map((alias) => ask(routerPort, alias, false, 'go', key)));
  const [taken, refused] = [answered.filter(({ status }) => status === 200), answered.filter(({ status }) => status === 429)];
  must(
    taken.length === PLANNED && refused.length === PLANNED,
    `answers: ${answered.map(({ status, text }) => `${status} ${text.slice(0, 100)}`).join(', ')}`,
  );
  must(engine.most === PLANNED, `the engine saw ${engine.most} requests at once`);
  const after = await Promise.all(aliases.slice(0, PLANNED).map((alias) => ask(routerPort, alias, false, 'go', key)));
  must(
    after.every(({ status }) => status === 200),
    `afterwards: ${after.map(({ status }) => status).join(', ')}`,
  );
  return `${PLANNED} of ${aliases.length} at once`;
}
