/** Patterns find the pods of a workload, whatever Kubernetes cuts off their names, and none of its neighbours. */
import * as fc from 'fast-check';
import { deploymentPod, fiveLetters, neighboursOf, rayWorkerPod } from '../../../e2e/cluster/pod-names';
import { deploymentPods, GENERATED_SUFFIX, groupedPods, numberedPods, podMatchers } from '../../../lib/core/kubernetes/pod-names';

/** Prometheus matches whole values. */
const finds = (pattern: string, pod: string): boolean => new RegExp(`^(?:${pattern})$`).test(pod);

const among = (letters: string) => fc.constantFrom(...letters);
const [LETTERS, DIGITS] = ['abcdefghijklmnopqrstuvwxyz', '0123456789'];
const inside = among(`${LETTERS}${DIGITS}-`);
/** Of each length as often as of others. */
const namesTo = (longest: number) =>
  fc
    .integer({ min: 0, max: longest - 2 })
    .chain((length) =>
      fc.tuple(among(LETTERS), fc.string({ unit: inside, minLength: length, maxLength: length }), among(`${LETTERS}${DIGITS}`)),
    )
    .map((parts) => parts.join(''));

test('pods of a Deployment are found by every hash and every length of a name', () => {
  fc.assert(
    fc.property(namesTo(63), fc.nat({ max: 0xffff_ffff }), fc.nat({ max: 50 }), (name, template, index) =>
      finds(deploymentPods(name), deploymentPod(name, index, template)),
    ),
  );
});

test('pods of stores and Deployments whose names begin alike are not', () => {
  fc.assert(fc.property(namesTo(40), (name) => !neighboursOf(name).some((pod) => finds(deploymentPods(name), pod))));
});

test.each([
  ['router', 'router-66b6c48dd5-7w9jx', true],
  ['router', 'router-5-7w9jx', true],
  ['router', 'router-state-1', false],
  ['router', 'router-sessions-0', false],
  ['router', 'router-0', false],
  ['router', 'router-state-backup', false],
  ['router', 'router-large-66b6c48dd5-7w9jx', false],
  ['router', 'router-66b6c48dd5', false],
  // 47 letters: `<name>-<10 letters>-` is one too long, and its dash goes.
  ['r'.repeat(47), `${'r'.repeat(47)}-66b6c48dd57w9jx`, true],
  ['r'.repeat(47), `${'r'.repeat(47)}-66b6c48dd-7w9jx`, true],
  ['r'.repeat(47), `${'r'.repeat(47)}-66b6c48dd7w9jx`, false],
  ['r'.repeat(56), `${'r'.repeat(56)}-67w9jx`, true],
  ['r'.repeat(57), `${'r'.repeat(57)}-7w9jx`, true],
  ['r'.repeat(58), `${'r'.repeat(58)}7w9jx`, true],
  ['r'.repeat(63), `${'r'.repeat(58)}7w9jx`, true],
])('%s: %s is found: %s', (name, pod, found) => {
  expect(finds(deploymentPods(name), pod)).toBe(found);
});

test('numbered pods are found by their number alone', () => {
  expect(['state-1', 'state-12', 'state-pooler-rw-1', 'state-1-0', 'state'].map((pod) => finds(numberedPods('state'), pod))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(['big-nodes-0', 'big-nodes-0-1', 'big-nodes-0-1-2', 'big-0'].map((pod) => finds(groupedPods('big-nodes'), pod))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('generated letters are those of Kubernetes', () => {
  expect(finds(GENERATED_SUFFIX, fiveLetters('any'))).toBe(true);
  expect(finds(GENERATED_SUFFIX, 'state')).toBe(false);
  expect(rayWorkerPod('pool')).toMatch(new RegExp(`^pool-${GENERATED_SUFFIX}-gpu-worker-${GENERATED_SUFFIX}$`));
});

test('matchers stand without braces', () => {
  expect(podMatchers('research', numberedPods('state'))).toBe('namespace="research",pod=~"state-[0-9]+"');
});
