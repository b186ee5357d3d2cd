import { notion } from '../notion';

function isUrl(text: string, protocols: readonly string[]): boolean {
  if (/[\s"<>\\^`{|}]/.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return protocols.includes(protocol) && hostname !== '' && username === '' && password === '';
}

/** Address of an HTTP service, without user and password. */
export const httpUrl = notion('HTTP address', 'an http:// or https:// address without user and password', (text) =>
  isUrl(text, ['http:', 'https:']),
);

export const isHttpsUrl = (text: string): boolean => isUrl(text, ['https:']);
