/** Boards that one product name may mean: an `A100` has 40 or 80 GB, over SXM or PCIe. */
import { Gpu } from './gpu';
import { gpuIdOf, words } from './gpu-names';

const FORMS = ['sxm', 'pcie', 'nvl'] as const;

/** The board that is meant first, then those that the name means as well; empty where the catalog knows none. */
export function boardsNamed(name: string): readonly Gpu[] {
  const id = gpuIdOf(name);
  const likely = id === undefined ? undefined : Gpu.byId(id);
  const spelled = words(name);
  if (likely === undefined || isExact(likely, spelled)) return likely === undefined ? [] : [likely];
  const family = /^[a-z]+\d+(?=-)/.exec(likely.id)?.[0];
  const others = Gpu.all().filter((gpu) => family !== undefined && gpu.id.startsWith(`${family}-`) && gpu.id !== likely.id);
  const meant = others.filter((gpu) => isMeant(gpu, likely, spelled));
  // Of the same form first: where only the memory tells them apart, the form stays as it was taken.
  return [likely, ...meant.filter((gpu) => formOf(gpu) === formOf(likely)), ...meant.filter((gpu) => formOf(gpu) !== formOf(likely))];
}

const formOf = ({ id }: Gpu) => FORMS.find((form) => id.includes(form));

/** Written as the catalog or the driver writes it. */
const isExact = ({ id, name, facts }: Gpu, spelled: string): boolean =>
  [id, name, ...facts.productLabels].some((label) => words(label) === spelled);

/** Another board is meant as well where the name says neither memory nor form of the likely one. */
function isMeant(other: Gpu, likely: Gpu, spelled: string): boolean {
  const numbers: string[] = spelled.match(/\d+/g) ?? [];
  const saysMemory = numbers.includes(String(likely.facts.marketedMemoryGb));
  const form = FORMS.find((name) => spelled.includes(name === 'pcie' ? 'pci' : name));
  const sameMemory = other.facts.marketedMemoryGb === likely.facts.marketedMemoryGb;
  // An NVL board is always called so.
  const isForm = form === undefined ? !other.id.includes('nvl') : other.id.includes(form);
  return (!saysMemory || sameMemory) && isForm;
}
