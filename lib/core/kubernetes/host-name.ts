import { notion } from '../notion';
import { isDnsSubdomain } from './dns-subdomain';

/** DNS name or IPv4 address of a service; DNS does not tell upper case from lower case. */
export const hostName = notion('host', 'a DNS name or IPv4 address without scheme and port', (text) => isDnsSubdomain(text.toLowerCase()));
