/** What a repository or a product name is probably a typing error of. Numbers tell models and cards apart, so that only names with the same numbers are proposed. */
import { Gpu } from '../catalog/gpu';
import { Model } from '../catalog/model';
import { closest } from '../core/closest';

const numbersOf = (name: string): string => (name.match(/\d+/g) ?? []).join(' ');

/** The name of a catalog model by the same owner; undefined for an id, which `nearNames` corrects, and where no name is near. */
export function repositoryMeant(name: string): string | undefined {
  const [owner, bare, ...more] = name.split('/');
  if (owner === undefined || bare === undefined || more.length > 0) return undefined;
  const repositories = Model.all().map(({ facts }) => facts.huggingFaceId.split('/') as [string, string?]);
  const near = closest(owner, [...new Set(repositories.map(([one]) => one))]);
  const bares = repositories.flatMap(([one, own]) =>
    one === near && own !== undefined && numbersOf(own) === numbersOf(bare) ? [own] : [],
  );
  const meant = closest(bare, bares);
  return meant === undefined ? undefined : `${near}/${meant}`;
}

/** The id of a card whose product name is near. */
export function cardMeant(name: string): string | undefined {
  const named = Gpu.all().map((gpu) => [gpu.name, gpu.id] as const);
  const same = named.filter(
    ([product]) => numbersOf(product) === numbersOf(name) || numbersOf(product.replace(/ \d+GB$/, '')) === numbersOf(name),
  );
  const meant = closest(
    name.replace(/^nvidia /i, ''),
    same.map(([product]) => product),
  );
  return same.find(([product]) => product === meant)?.[1];
}

/** The end of a sentence that says what was not found. */
export const didYouMean = (meant: string | undefined): string => (meant === undefined ? '' : `; did you mean '${meant}'?`);
