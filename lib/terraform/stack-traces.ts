/**
 * cdktf writes down the whole stack at each token and at each block of a resource, dozens for a pod, and shows it where that token cannot be resolved. Of
 * what the library makes itself all of them say the same, and they take half of the time in which a resource is made.
 */
export function withoutStackTraces<T>(make: () => T): T {
  const withStackTraces = stopStackTraces();
  try {
    return make();
  } finally {
    withStackTraces();
  }
}

/**
 * The same for a constructor, whose `super()` stands in no function.
 * @returns what ends it; until then stacks stay empty
 */
export function stopStackTraces(): () => void {
  const { captureStackTrace } = Error;
  // Where objects of the language are frozen it stays as it is.
  Reflect.set(Error, 'captureStackTrace', () => {});
  return () => void Reflect.set(Error, 'captureStackTrace', captureStackTrace);
}
