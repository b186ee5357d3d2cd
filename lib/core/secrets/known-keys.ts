/**
 * How the keys of providers begin; a key that has no form of its own is found by the name of its variable. In a row of `KNOWN`
 * at least one provider's prefix stands in a rule of gitleaks (https://github.com/gitleaks/gitleaks, config/gitleaks.toml, commit b58d3f1 of
 * July 2026). The rows of `OBSERVED` are forms that such keys commonly have; they were not compared with a published rule, and keys may exist
 * that they miss.
 * How many characters make a key is ours in both: fewer than real keys have, so that a shortened one is found, too.
 */

/** Provider, what its secret keys look like behind a word boundary, and how many characters of what follows make a key. */
type KeyRow = readonly [provider: string, prefix: string, rest: string];

const LETTERS = '[A-Za-z0-9]';
const WORD = '[A-Za-z0-9_-]';

const KNOWN: readonly KeyRow[] = [
  ['OpenAI, Anthropic, OpenRouter, DeepSeek, Langfuse, LiteLLM', 'sk-', `${WORD}{8,}`],
  ['Stripe', '(?:sk|rk)_(?:live|test)_', `${LETTERS}{10,}`],
  ['Hugging Face', 'hf_', `${LETTERS}{8,}`],
  ['Hugging Face organisations', 'api_org_', `${LETTERS}{16,}`],
  ['GitHub', 'gh[oprsu]_', `${LETTERS}{16,}`],
  ['GitHub', 'github_pat_', '[A-Za-z0-9_]{16,}'],
  ['GitLab', 'gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-', `${WORD}{16,}`],
  ['Slack', 'xox[abceoprs]-', '[A-Za-z0-9-]{8,}'],
  ['Slack', 'xapp-', '[A-Za-z0-9-]{8,}'],
  ['Slack webhooks', 'hooks\\.slack\\.com/(?:services|workflows|triggers)/', '[A-Za-z0-9/]{8,}'],
  ['AWS', '(?:AKIA|ASIA|ABIA|ACCA)', '[A-Z0-9]{12,}'],
  ['Google', 'AIza', `${WORD}{30,}`],
  ['Azure applications', `${LETTERS}{3}[78]Q~`, '[A-Za-z0-9._~-]{24,}'],
  ['npm', 'npm_', `${LETTERS}{16,}`],
  ['PyPI', 'pypi-', `${WORD}{16,}`],
  ['Perplexity', 'pplx-', `${LETTERS}{16,}`],
  ['Databricks', 'dapi', '[0-9a-f]{32}'],
  ['Grafana', 'gl(?:sa|c)_', '[A-Za-z0-9_+/=]{16,}'],
  ['SendGrid', 'SG\\.', `${WORD}{16,}`],
  ['DigitalOcean', 'do[opr]_v1_', '[0-9a-f]{16,}'],
  ['Vault', 'hv[bsr]\\.', `${WORD}{16,}`],
  ['Doppler', 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.', '[A-Za-z0-9.]{16,}'],
  ['HCP Terraform', `${LETTERS}{14}\\.atlasv1\\.`, `${WORD}{16,}`],
  ['Atlassian', 'ATATT3', `${WORD}{16,}`],
  ['Linear', 'lin_(?:api|oauth)_', `${LETTERS}{16,}`],
  ['Notion', '(?:ntn_|secret_)', `${LETTERS}{30,}`],
  ['Shopify', 'shp(?:at|ca|pa|ss)_', '[0-9a-f]{16,}'],
  ['Sentry', 'sntry[su]_', '[A-Za-z0-9_+/=]{16,}'],
  ['age', 'AGE-SECRET-KEY-1', '[A-Z0-9]{16,}'],
  ['JSON web tokens', 'eyJ', `${WORD}{8,}\\.eyJ${WORD}{8,}\\.${WORD}{8,}`],
];

const OBSERVED: readonly KeyRow[] = [
  ['Discord webhooks', 'discord(?:app)?\\.com/api/webhooks/', '[0-9]{5,}/'],
  ['Stripe webhooks', 'whsec_', `${LETTERS}{16,}`],
  ['Google OAuth', '(?:ya29\\.|GOCSPX-)', `${WORD}{16,}`],
  ['Azure storage', '(?:AccountKey|SharedAccessKey)=', '[A-Za-z0-9+/]{16,}'],
  ['Azure signatures', '(?<=[?&])sig=', '[A-Za-z0-9%+/]{16,}'],
  ['Docker Hub', 'dckr_(?:pat|oat)_', `${WORD}{16,}`],
  ['Groq', 'gsk_', `${LETTERS}{16,}`],
  ['xAI', 'xai-', `${LETTERS}{16,}`],
  ['Replicate', 'r8_', `${LETTERS}{16,}`],
  ['NVIDIA', 'nvapi-', `${WORD}{16,}`],
  ['Fireworks', 'fw_', `${LETTERS}{16,}`],
  ['Together', 'tgp_v1_', `${WORD}{16,}`],
  ['Cerebras', 'csk-', `${LETTERS}{16,}`],
  ['Jina', 'jina_', `${WORD}{16,}`],
  ['Tavily', 'tvly-', `${WORD}{8,}`],
  ['LangSmith', 'lsv2_(?:pt|sk)_', '[A-Za-z0-9_]{16,}'],
  ['Pinecone', 'pcsk_', '[A-Za-z0-9_]{16,}'],
  ['RunPod', 'rpa_', `${LETTERS}{16,}`],
];

const ROWS = [...KNOWN, ...OBSERVED];

/** Keys by their form, anywhere in a text. */
const KEYS = new RegExp(`(?<![A-Za-z0-9_-])(?:${ROWS.map(([, prefix, rest]) => `${prefix}${rest}`).join('|')})`);
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/;

/** Whether a text holds a key of a provider or a private key. */
export function holdsKnownKey(text: string): boolean {
  return KEYS.test(text) || PRIVATE_KEY.test(text);
}

/** Providers whose keys are known, for the documentation of the check. */
export const KEY_PROVIDERS: readonly string[] = [...new Set(ROWS.map(([provider]) => provider))];
