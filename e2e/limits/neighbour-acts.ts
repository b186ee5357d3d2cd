/** Roles that share a pool: whose request comes first, and what one that asks too much takes from the others: on the real LiteLLM. */
import { must } from '../machine/must';
import { ask, type LimitAct, type LimitPlay } from './limit-acts';
import { WORK_MS } from './slow-engine';

/** Aliases of the shared pool, and what their requests carry: the lower number comes first. */
const PRIORITIES: Readonly<Record<string, number>> = { caller: -2, assistant: -1, nightly: 0 };

export const NEIGHBOUR_ACTS: readonly LimitAct[] = [
  { name: 'each request carries the priority of its role to the engine, whatever number its client writes', expect: prioritized },
  { name: 'a role that asks three times its part is refused, and its neighbour on the same pool is answered at once', expect: undisturbed },
];

async function prioritized({ routerPort, engine }: LimitPlay): Promise<string> {
  for (const [alias, priority] of Object.entries(PRIORITIES)) {
    const before = engine.of(alias).length;
    for (const written of [undefined, -100]) {
      const { status, text } = await ask(routerPort, alias, { more: written === undefined ? {} : { priority: written } });
      must(status === 200, `${alias}: ${status} ${text.slice(0, 120)}`);
    }
    const carried = engine
      .of(alias)
      .slice(before)
      .map((asked) => asked.priority);
    must(carried.length === 2 && carried.every((one) => one === priority), `${alias} carried ${carried.join(', ')}, expected ${priority}`);
  }
  return Object.entries(PRIORITIES)
    .map(([alias, priority]) => `${alias} ${priority}`)
    .join(', ');
}

async function undisturbed({ routerPort, engine }: LimitPlay): Promise<string> {
  const before = engine.of('nightly').length;
  const flood = Promise.all(Array.from({ length: 6 }, () => ask(routerPort, 'nightly')));
  const neighbour = await ask(routerPort, 'caller');
  must(neighbour.status === 200 && neighbour.ms < WORK_MS, `the neighbour got ${neighbour.status} after ${neighbour.ms} ms`);
  const answered = await flood;
  const taken = answered.filter(({ status }) => status === 200).length;
  must(taken === 2, `answers: ${answered.map(({ status }) => status).join(', ')}`);
  must(engine.of('nightly').length - before === 2, `the engine was asked ${engine.of('nightly').length - before} times`);
  return `2 of 6 taken, the neighbour after ${neighbour.ms} ms`;
}
