/** The text without the characters at its end for which `belongs` says yes. In one pass: a pattern such as `/-+$/` begins anew at every dash. */
export function withoutTrailing(text: string, belongs: (character: string) => boolean): string {
  let end = text.length;
  while (end > 0 && belongs(text[end - 1] as string)) end -= 1;
  return text.slice(0, end);
}
