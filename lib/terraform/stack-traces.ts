/**
 * cdktf writes down the whole stack at each token and at each block of a resource, dozens for a pod, and shows it where that token cannot be resolved. Of
 * what a class of the provider makes for itself all of them say the same, and they take half of the time in which the resource is made.
 * @returns what ends it; until then stacks stay empty
 */
export function withoutStackTraces(): () => void {
  const { captureStackTrace } = Error;
  // Where objects of the language are frozen it stays as it is.
  Reflect.set(Error, 'captureStackTrace', () => {});
  return () => void Reflect.set(Error, 'captureStackTrace', captureStackTrace);
}
