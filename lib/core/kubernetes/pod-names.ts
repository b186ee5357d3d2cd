/**
 * Names that controllers give to pods, as regular expressions. `[a-z0-9]+` in their place takes the pods of a neighbour whose name begins alike: `router-state-1` and
 * `router-sessions-0` beside `router-7c9d8f5b6d-x2x7k`.
 */

/** Letters of generated names: Kubernetes 1.34, apimachinery/pkg/util/rand/rand.go; without vowels, and without 0, 1 and 3. As of 2026-11-30. */
const LETTER = '[bcdfghjklmnpqrstvwxz2456789]';
/** The hash of a pod template is a number of 32 bits, one letter for each of its digits: pkg/controller/controller_utils.go, `ComputeHash`. */
const LONGEST_HASH = 10;
/** What is put behind `generateName`, and the characters of that which stay: apiserver/pkg/storage/names/generate.go. */
const RANDOM_LETTERS = 5;
const LONGEST_BASE = 58;

/** One that is generated, as operators write it with the same package. */
export const GENERATED_SUFFIX = `${LETTER}{${RANDOM_LETTERS}}`;

/**
 * Pods of a Deployment: `<name>-<hash>-<5 letters>`. What stands before the last five is cut to 58 characters, so that of a long name the dash is missing, the end of the
 * hash, or the end of the name itself.
 * @param name of the Deployment
 */
export function deploymentPods(name: string): string {
  const left = LONGEST_BASE - name.length - 1;
  if (left < 0) return `${name.slice(0, LONGEST_BASE)}${GENERATED_SUFFIX}`;
  // Hash and dash fit together for as many letters; a longer hash fills what is left.
  const whole = Math.min(LONGEST_HASH, left - 1);
  const fitting = whole < 1 ? [] : [`${LETTER}{1,${whole}}-${GENERATED_SUFFIX}`];
  const cut = left > LONGEST_HASH ? [] : [`${LETTER}{${left + RANDOM_LETTERS}}`];
  const either = [...fitting, ...cut].join('|');
  return `${name}-${either.includes('|') ? `(${either})` : either}`;
}

/**
 * Pods of a StatefulSet, and leaders of a LeaderWorkerSet; operators that number their pods write the same.
 * @param name of the StatefulSet
 */
export const numberedPods = (name: string): string => `${name}-[0-9]+`;

/**
 * Leaders of a LeaderWorkerSet and their workers, which have a second number.
 * @param name of the LeaderWorkerSet
 */
export const groupedPods = (name: string): string => `${numberedPods(name)}(-[0-9]+)?`;

/** Label matchers of Prometheus, without braces. */
export const podMatchers = (namespace: string, pods: string): string => `namespace="${namespace}",pod=~"${pods}"`;
