/** What an upgrade does to fleets that run: the resources of a stored release beside those of today, as the notes of a release tell it. */
import { forgottenIn, movesOf, resourcesOf, type Synthesis, sorted, upgradeProblems } from './survival';

/** Addresses by what Terraform does with them. */
export interface AddressChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** Old address, and where a `moved` block leads it. */
  readonly moved: readonly (readonly [from: string, to: string])[];
  readonly removed: readonly string[];
  /** Terraform forgets them and leaves the objects alone. */
  readonly forgotten: readonly string[];
  /** What the upgrade would destroy or make anew and must not. */
  readonly problems: readonly string[];
}

export function addressChanges(before: Synthesis, after: Synthesis): AddressChanges {
  const [moves, leftAlone] = [movesOf(after.json), forgottenIn(after.json)];
  const now = new Map(resourcesOf(after.json).map(({ address, block }) => [address, textOf(block)]));
  const then = resourcesOf(before.json).map(({ address, block }) => ({ address, to: moves.get(address) ?? address, text: textOf(block) }));
  const kept = then.filter(({ to }) => now.has(to));
  const gone = then.flatMap(({ address, to }) => (now.has(to) ? [] : [address])).sort();
  const known = new Set(then.map(({ to }) => to));
  return {
    added: [...now.keys()].filter((address) => !known.has(address)).sort(),
    changed: kept.flatMap(({ to, text }) => (now.get(to) === text ? [] : [to])).sort(),
    moved: kept.flatMap(({ address, to }) => (address === to ? [] : [[address, to] as const])),
    removed: gone.filter((address) => !leftAlone.has(address)),
    forgotten: gone.filter((address) => leftAlone.has(address)),
    problems: upgradeProblems(before, after),
  };
}

/** Metadata of the synthesis tool is no argument. */
function textOf(block: unknown): string {
  const { '//': _metadata, ...rest } = block as Record<string, unknown>;
  return JSON.stringify(sorted(rest));
}

/** One stack of a stored example, with what happens to it. */
export interface UpgradedStack {
  /** Example and stack, e.g. `f13-reference-fleet/research`. */
  readonly name: string;
  readonly changes: AddressChanges;
}

/** @param from version whose stored stacks are compared */
export function upgradeNote(from: string, stacks: readonly UpgradedStack[]): string {
  const lines = stacks.flatMap(({ name, changes }) => [`### ${name}`, '', ...changeLines(changes), '']);
  const intro = `What \`terraform plan\` shows for fleets that ${from} deployed, by the examples whose deployment is stored with that release. A second plan after the apply is empty.`;
  return ['## Upgrade', '', intro, '', ...lines].join('\n');
}

function changeLines({ added, changed, moved, removed, forgotten, problems }: AddressChanges): string[] {
  const lists = [
    list('Refused: this would destroy what must last', problems),
    list(
      'Moved, nothing is made anew',
      moved.map(([from, to]) => `${from} → ${to}`),
    ),
    list('Added', added),
    list('Changed in place', changed),
    list('Removed', removed),
    list('Forgotten by Terraform, left as they are', forgotten),
  ].flat();
  return lists.length === 0 ? ['Nothing changes.'] : lists;
}

const list = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`- ${title} (${items.length}): ${items.map((item) => `\`${item}\``).join(', ')}`];
