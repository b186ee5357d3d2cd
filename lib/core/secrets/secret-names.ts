/** Names of variables, flags and fields that hold secrets, told from those that hold counts, addresses or the words of a tokenizer. */

/** A name that ends so holds a secret. */
const SECRET_WORDS = new Set(
  'PASSWORD PASSWORDS PASSWD PASS PASSPHRASE PWD SECRET SECRETS TOKEN CREDENTIAL CREDENTIALS APIKEY APIKEYS JWT BEARER AUTHORIZATION COOKIE'.split(
    ' ',
  ),
);
/** Two words at the end of a name; `TOKENS` alone are counted, `KEY` alone is often that of a map. */
const SECRET_PAIRS = new Set([
  ...['API', 'ACCESS', 'AUTH', 'REFRESH', 'BEARER', 'SESSION'].map((word) => `${word} TOKENS`),
  ...['AUTH', 'API', 'ACCESS'].map((word) => `${word} KEYS`),
  'CONNECTION STRING',
  'PASS PHRASE',
]);
/** `…_KEY` that is no secret. */
const HARMLESS_KEYS = new Set(
  'PUBLIC PRIMARY FOREIGN SORT PARTITION CACHE ROUTING GROUP INDEX OBJECT MAP ROW SHARD LABEL TOPOLOGY HASH LOOKUP CONFIG REGISTRY HOT DEDUP'.split(
    ' ',
  ),
);
/** `…_TOKEN` that is a word of a tokenizer or a count. */
const HARMLESS_TOKENS = new Set(
  'EOS BOS PAD UNK STOP START END SEP CLS MASK IMAGE VIDEO AUDIO SPECIAL NEXT PREV PER MAX MIN NUM COUNT THINK TOOL'.split(' '),
);

/** `hfToken`, `HF_TOKEN`, `--hf-token`, `hf.token` → `['HF', 'TOKEN']`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
}

/** Whether what has this name is a secret. */
export function isSecretName(name: string): boolean {
  const [before = '', last = ''] = ['', ...wordsOf(name)].slice(-2);
  if (SECRET_PAIRS.has(`${before} ${last}`)) return true;
  if (last === 'TOKEN') return !HARMLESS_TOKENS.has(before);
  if (last === 'KEY') return before !== '' && !HARMLESS_KEYS.has(before);
  return SECRET_WORDS.has(last) || /(?:PASSWORD|APIKEY|SECRETKEY|ACCESSKEY)$/.test(last);
}
