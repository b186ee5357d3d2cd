/** Ids of the reference fleet: each line that changes makes Terraform destroy a resource and build it anew in clusters that exist. */
import { Testing } from 'cdktf';
import { constructIds, FleetTemplate } from 'cdktf-agent-fleet/testing';
import { referenceFleet } from '../../examples/f13-reference-fleet/fleet';

function idsOf(): { readonly app: ReturnType<typeof Testing.app>; readonly ids: readonly string[] } {
  const app = Testing.app();
  referenceFleet(app);
  return { app, ids: constructIds(app) };
}

test('constructs and Terraform addresses of the reference fleet stay as they are', () => {
  expect(idsOf().ids.join('\n')).toMatchSnapshot();
});

test('every address that is written is among them', () => {
  const { app, ids } = idsOf();
  const addresses = ids.flatMap((line) => line.split(' → ').slice(1));
  for (const stack of ['platform', 'research']) {
    const written = Object.entries(FleetTemplate.synth(app, stack).json.resource ?? {}).flatMap(([type, resources]) =>
      Object.keys(resources).map((name) => `${type}.${name}`),
    );
    expect(written.length).toBeGreaterThan(0);
    expect(addresses).toEqual(expect.arrayContaining(written));
  }
});
