/** Recognises Terraform tokens by their shape, so that the pure rooms need no cdktf to refuse them. */

/** cdktf encodes number tokens near −1.8e308; no count or size of ours comes close. */
const LARGEST_NUMBER_TOKEN = -1e280;
const STRING_TOKEN = /\$\{TfToken\[/;
const INTERPOLATION = /\$\{[^}]+\}/;

export function isToken(value: unknown): boolean {
  if (typeof value === 'number') return value < LARGEST_NUMBER_TOKEN;
  if (typeof value === 'string') return STRING_TOKEN.test(value) || INTERPOLATION.test(value);
  if (Array.isArray(value)) return value.length === 1 && typeof value[0] === 'string' && value[0].startsWith('#{TfToken[');
  return false;
}
