/** Secrets are referenced. The checks of synthesis know more forms of keys; these are what the API server can ask in one expression. */
import { celValue, type Validation, validation } from './cel';

const NAME = '(^|_)(API_?KEY|ACCESS_?KEY|SECRET_?KEY|MASTER_?KEY|PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIALS)$';
/** Switched off, filled in by the kubelet, a place, or a count. */
const NONE = '^(|true|false|none|null|dummy|unused|not[-_ ]?needed|[0-9.]{1,8}|\\$\\([A-Za-z_][A-Za-z0-9_]*\\)|/.*|https?://[^@]*)$';
const KEY =
  '(^|[^A-Za-z0-9_-])(sk-[A-Za-z0-9_-]{8,}|hf_[A-Za-z0-9]{8,}|gh[oprsu]_[A-Za-z0-9]{16,}|glpat-[A-Za-z0-9_-]{16,}|AKIA[A-Z0-9]{12,})';

export const SECRET_RULES: readonly Validation[] = [
  validation(
    'no secret is written into the environment of a container: it is read from a Secret',
    `variables.containers.all(c, !has(c.env) || c.env.all(e, !has(e.value) || (!e.value.matches(${celValue(KEY)}) && (!e.name.matches(${celValue(NAME)}) || e.value.matches(${celValue(NONE)})))))`,
  ),
];
