/** Names of pods as Kubernetes makes them: a pattern that misses one of them, or takes that of a neighbour, shows in the stories. */

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
/** `generateName` is cut before five letters by chance are put behind it. */
const LONGEST_BASE = 58;

/** FNV-1a, 32 bits, as Kubernetes hashes pod templates. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}

/** One letter for each digit. */
const encoded = (number: number): string =>
  [...String(number)].map((digit) => LETTERS[digit.charCodeAt(0) % LETTERS.length] ?? '').join('');

/** Five letters that follow from a text, in place of chance. */
export function fiveLetters(text: string): string {
  let rest = hashOf(text);
  return Array.from({ length: 5 }, () => {
    const letter = LETTERS[rest % LETTERS.length] ?? '';
    rest = Math.floor(rest / LETTERS.length);
    return letter;
  }).join('');
}

/**
 * A pod of a Deployment.
 * @param template number of the template: each change of it is another
 */
export function deploymentPod(deployment: string, index = 0, template = hashOf(deployment)): string {
  const replicaSet = `${deployment}-${encoded(template)}`;
  return `${`${replicaSet}-`.slice(0, LONGEST_BASE)}${fiveLetters(`${replicaSet}/${index}`)}`;
}

/** A worker of Ray Serve: cluster, group, and letters by chance (KubeRay). */
export const rayWorkerPod = (service: string, index = 0): string =>
  `${service}-${fiveLetters(service)}-gpu-worker-${fiveLetters(`${service}/${index}`)}`;

/** Pods of stores and Deployments whose names begin with that of a workload. */
export const neighboursOf = (name: string): string[] => [
  `${name}-state-1`,
  `${name}-state-2`,
  `${name}-sessions-0`,
  `${name}-0`,
  deploymentPod(`${name}-large`),
  deploymentPod(`${name}-state-pooler-rw`),
];
