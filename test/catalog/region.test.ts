import * as fc from 'fast-check';
import { Region } from '../../lib/catalog/region';
import { CLOUD_REGIONS, countryOf } from '../../lib/catalog/regions/cloud-regions';
import { EU_MEMBERS } from '../../lib/catalog/regions/countries';
import { isFleetError } from '../../lib/core/fleet-error';
import { runs } from '../support/runs';

const namesOf = (cloud: keyof typeof CLOUD_REGIONS) => Object.values(CLOUD_REGIONS[cloud]).flat();

describe('regions are nested', () => {
  test.each(['eu-central-1', 'europe-west4', 'eu-north', 'westeurope', 'northeurope', 'eusc-de-east-1', 'DE', 'EU'])(
    '%s lies in the EU',
    (name) => {
      expect(Region.EU.contains(Region.named(name))).toBe(true);
      expect(Region.EEA.contains(Region.named(name))).toBe(true);
    },
  );

  test.each([
    ['eu-west-2', 'London'],
    ['eu-central-2', 'Zurich'],
    ['europe-west2', 'London'],
    ['europe-west6', 'Zurich'],
    ['norwayeast', 'Oslo'],
    ['switzerlandnorth', 'Zurich'],
    ['us-east-1', 'Virginia'],
    ['eu-anything-9', 'nobody knows where'],
    ['EEA', 'more than the EU'],
    ['Europe', 'more than the EU'],
    ['eu', 'a name that nobody defines'],
  ])('%s does not: %s', (name) => {
    expect(Region.EU.contains(Region.named(name))).toBe(false);
  });

  test('Norway is in the EEA, Switzerland and the United Kingdom in Europe alone', () => {
    expect(Region.EEA.contains(Region.named('norwayeast'))).toBe(true);
    expect(Region.EEA.contains(Region.SWITZERLAND)).toBe(false);
    expect(Region.EUROPE.contains(Region.UNITED_KINGDOM)).toBe(true);
    expect(Region.EUROPE.contains(Region.UNITED_STATES)).toBe(false);
  });

  test('a country holds its own data centres and not those of its neighbours', () => {
    expect(Region.GERMANY.contains(Region.named('eu-central-1'))).toBe(true);
    expect(Region.GERMANY.contains(Region.named('eu-west-3'))).toBe(false);
    expect(Region.GERMANY.contains(Region.EU)).toBe(false);
  });

  test('an own region lies where it is said to lie; a name alone lies nowhere but in itself', () => {
    const munich = Region.custom('dc-munich', { within: Region.GERMANY });
    expect(Region.EU.contains(munich)).toBe(true);
    expect(Region.custom('rack', { within: munich }).toString()).toBe('rack (dc-munich, DE, EU, EEA, Europe)');
    expect(Region.EU.contains(Region.named('dc-munich'))).toBe(false);
    expect(Region.custom('dc').contains(Region.named('dc'))).toBe(true);
    expect(Region.EU.contains(Region.custom('EU', { within: Region.UNITED_STATES }))).toBe(false);
  });

  test('regions together hold what each of them holds, and lie where all of them lie', () => {
    const allowed = Region.anyOf('EU and Switzerland', [Region.EU, Region.SWITZERLAND]);
    expect(allowed.contains(Region.named('eu-central-2'))).toBe(true);
    expect(allowed.contains(Region.named('eu-west-2'))).toBe(false);
    expect(Region.EUROPE.contains(allowed)).toBe(true);
    expect(Region.EU.contains(allowed)).toBe(false);
  });
});

test('each name of a cloud stands in one country', () => {
  const names = [...namesOf('aws'), ...namesOf('gcp'), ...namesOf('azure')];
  // Google Cloud and AWS have a region me-central1 and me-central-1 in different countries.
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(countryOf(name)).toMatch(/^[A-Z]{2}$/);
  expect(EU_MEMBERS).toHaveLength(27);
});

const anyRegion: fc.Arbitrary<Region> = fc.letrec<{ region: Region }>((tie) => ({
  region: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(Region.EU, Region.EEA, Region.EUROPE, Region.UNITED_STATES),
    fc.constantFrom(...namesOf('aws'), ...namesOf('azure'), 'nowhere').map((name) => Region.named(name)),
    fc.constantFrom(...EU_MEMBERS).map((code) => Region.country(code)),
    fc.tuple(fc.constantFrom('a', 'b', 'EU'), tie('region')).map(([name, within]) => Region.custom(name, { within })),
    fc.array(tie('region'), { minLength: 1, maxLength: 3 }).map((regions) => Region.anyOf('some', regions)),
  ),
})).region;

describe('containing is an order', () => {
  test('each region contains itself', () => {
    fc.assert(fc.property(anyRegion, (region) => region.contains(region)));
  });

  test('what lies in a region lies in every region around it', () => {
    fc.assert(
      fc.property(anyRegion, anyRegion, anyRegion, (a, b, c) => {
        if (a.contains(b) && b.contains(c)) expect(a.contains(c)).toBe(true);
      }),
      { numRuns: runs(40, 2_000) },
    );
  });

  test('two regions that contain each other are one place', () => {
    fc.assert(
      fc.property(anyRegion, anyRegion, anyRegion, (a, b, c) => {
        if (a.contains(b) && b.contains(a)) expect(a.contains(c)).toBe(b.contains(c));
      }),
      { numRuns: runs(40, 300) },
    );
  });
});

test.each([
  ['a code that is no country', () => Region.country('EU')],
  ['another spelling of a country', () => Region.country('UK')],
  ['small letters', () => Region.country('de')],
  ['an empty name', () => Region.named('')],
  ['text of Terraform', () => Region.named('${file("/etc/hostname")}')],
  ['a name over two lines', () => Region.custom('a\nb')],
  ['a region in a text', () => Region.custom('dc', { within: 'EU' as never })],
  ['an unknown option', () => Region.custom('dc', { in: Region.EU } as never)],
  ['no regions together', () => Region.anyOf('none', [])],
  ['texts together', () => Region.anyOf('some', ['EU'] as never)],
  ['a text in place of a region', () => Region.EU.contains('eu-central-1' as never)],
  ['nothing', () => Region.named(undefined as never)],
])('%s is refused with a code', (_, make) => {
  let caught: unknown;
  try {
    make();
  } catch (error) {
    caught = error;
  }
  expect(isFleetError(caught)).toBe(true);
});
