/** Every way that leaves is found and named, and no fleet that stays inside is refused. `AGENT_FLEET_LONG_RUNS=1` tries a thousand fleets. */
import { isFleetError } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { runs } from '../support/runs';
import { anyResidentFleet, buildResident, LEAKS, namedPlace, type ResidentCase } from './any-resident-fleet';

/** Messages of AF-RES-001 with which an app is refused; other refusals are a fault of the generator. */
function leaksOf(fleet: ResidentCase): string[] {
  try {
    // As synthesis does before it writes anything; the writing takes longer than the checks and says nothing of them.
    for (const { node } of buildResident(fleet).node.findAll()) node.validate();
    return [];
  } catch (error) {
    if (!isFleetError(error)) throw error;
    const others = error.problems.filter(({ code }) => code !== 'AF-RES-001').map(({ code, message }) => `${code} ${message}`);
    expect(others).toEqual([]);
    return error.problems.map(({ message }) => message);
  }
}

test('each of ten kinds of leaks is found and named in random fleets, and none is seen where there is none', () => {
  const found = new Map<string, number>();
  fc.assert(
    fc.property(anyResidentFleet, (fleet) => {
      const leaks = leaksOf(fleet);
      if (fleet.leak === null) {
        expect(leaks).toEqual([]);
        return;
      }
      const place = namedPlace(fleet.leak);
      expect({ leak: fleet.leak, named: leaks.some((message) => place.test(message)) }).toEqual({ leak: fleet.leak, named: true });
      // The only leak: where the nodes are outside it is all that is said, too.
      expect(leaks.filter((message) => !place.test(message))).toEqual([]);
      found.set(fleet.leak.kind, (found.get(fleet.leak.kind) ?? 0) + 1);
    }),
    { numRuns: runs(50, 1_000), seed: Number(process.env['SEED'] ?? 20_261_129) },
  );
  expect([...found.keys()].sort()).toEqual(Object.keys(LEAKS).sort());
}, 900_000);
