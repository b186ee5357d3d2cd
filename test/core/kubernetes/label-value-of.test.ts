/** Labels and names that follow from ids are valid whatever the id is, and different for different ids. */
import * as fc from 'fast-check';
import { dnsSubdomainOf, isDnsSubdomain } from '../../../lib/core/kubernetes/dns-subdomain';
import { isLabelValue, labelValueOf } from '../../../lib/core/kubernetes/label-value';

const ids = fc.oneof(
  fc.string({ maxLength: 100 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom('', '-', 'A', 'a', 'a_', 'ä'.repeat(70)),
);

test('a label that follows from an id is valid', () => {
  fc.assert(fc.property(ids, (id) => isLabelValue(labelValueOf(id)) && labelValueOf(id) !== ''));
});

test('two ids never share a label', () => {
  fc.assert(fc.property(ids, ids, (a, b) => a === b || labelValueOf(a) !== labelValueOf(b)));
});

test('a valid id is its own label', () => {
  expect(['research', 'Team_A.1', 'a'.repeat(63)].map(labelValueOf)).toEqual(['research', 'Team_A.1', 'a'.repeat(63)]);
});

test('what an id loses is in its hash', () => {
  expect(labelValueOf('team a')).toMatch(/^team-a-[0-9a-f]{8}$/);
  expect(labelValueOf('a'.repeat(64))).toMatch(/^a{54}-[0-9a-f]{8}$/);
});

test('a name that follows from an id is valid, and another one for another id', () => {
  fc.assert(fc.property(ids, (id) => isDnsSubdomain(dnsSubdomainOf(id))));
  fc.assert(fc.property(ids, ids, (a, b) => a === b || dnsSubdomainOf(a) !== dnsSubdomainOf(b)));
});
