import { HOST, notion } from '../notion';
import { isDnsLabel } from './dns-label';
import { isDnsSubdomain } from './dns-subdomain';

/** DNS name or IPv4 address of a service; DNS does not tell upper case from lower case. */
export const hostName = notion(HOST, 'a DNS name or IPv4 address without scheme and port', (text) => isHostName(text.toLowerCase()));

/** DNS itself limits each part of a name to 63 characters. */
const isHostName = (text: string): boolean => isDnsSubdomain(text) && text.split('.').every(isDnsLabel);
