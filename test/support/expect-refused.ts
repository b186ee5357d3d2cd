import { problemsIn } from './problems-in';

/** A wrong spec is refused with a code, the prop as it was written, what is allowed and something to type. */
export function expectRefused(act: () => unknown, prop: string): void {
  const problems = problemsIn(act);
  const props = problems.map((one) => one.prop);
  const found = problems.find((one) => one.prop === prop);
  expect({ props, found: found !== undefined }).toEqual({ props, found: true });
  expect(found?.code).toMatch(/^AF-[A-Z]+-\d{3}$/);
  expect(`${found?.allowed ?? ''}${found?.message ?? ''}`.length).toBeGreaterThan(10);
  expect(found?.repairs.length).toBeGreaterThan(0);
}
