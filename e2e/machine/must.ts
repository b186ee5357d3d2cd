/** @throws Error that says the problem, where what has to hold does not */
export function must(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new Error(problem);
}
