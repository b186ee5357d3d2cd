/**
 * Who a pipeline is to the cloud that keeps the state: a token of the pipeline itself, exchanged for credentials that last for one run, so that no key is stored. Programs that sign in to a
 * cluster of the same cloud find the same credentials.
 */
import type { StateBackend } from './project-options';

export interface StateIdentity {
  /** Variables that the owner of the repository sets, and what each holds. */
  readonly asked: Readonly<Record<string, string>>;
  /** Steps of GitHub Actions before Terraform runs. */
  readonly steps: readonly object[];
  /** Environment of the deploy on GitHub. */
  readonly env: Readonly<Record<string, string>>;
  /** Of GitLab: for whom the token of the job is made, what is run before, and the environment. */
  readonly gitlab: { readonly audience: string; readonly before: readonly string[]; readonly variables: Readonly<Record<string, string>> };
}

/** File with the token of a job of GitLab, beside the folder of the project. */
const TOKEN_FILE = '/tmp/pipeline-token';
const WRITE_TOKEN = `install -m 600 /dev/null ${TOKEN_FILE} && printf '%s' "$PIPELINE_TOKEN" > ${TOKEN_FILE}`;

/** A variable as a workflow of GitHub reads it. */
const vars = (name: string): string => `\${{ vars.${name} }}`;

const aws = (region: string): StateIdentity => ({
  asked: { AWS_ROLE_ARN: 'the role that reads and writes the bucket, and trusts the tokens of this pipeline' },
  steps: [{ uses: 'aws-actions/configure-aws-credentials', with: { 'role-to-assume': vars('AWS_ROLE_ARN'), 'aws-region': region } }],
  env: {},
  // The SDKs of AWS read AWS_ROLE_ARN beside it.
  gitlab: { audience: 'sts.amazonaws.com', before: [WRITE_TOKEN], variables: { AWS_WEB_IDENTITY_TOKEN_FILE: TOKEN_FILE } },
});

const GOOGLE: StateIdentity = {
  asked: {
    GOOGLE_IDENTITY_PROVIDER:
      'the provider that trusts the tokens of this pipeline, projects/…/locations/global/workloadIdentityPools/…/providers/…',
    GOOGLE_SERVICE_ACCOUNT: 'the service account that reads and writes the bucket',
  },
  steps: [
    {
      uses: 'google-github-actions/auth',
      with: { workload_identity_provider: vars('GOOGLE_IDENTITY_PROVIDER'), service_account: vars('GOOGLE_SERVICE_ACCOUNT') },
    },
  ],
  env: {},
  gitlab: {
    audience: 'https://iam.googleapis.com/$GOOGLE_IDENTITY_PROVIDER',
    before: [WRITE_TOKEN],
    variables: {
      // A credential configuration of Google (`external_account`).
      GOOGLE_CREDENTIALS: JSON.stringify({
        type: 'external_account',
        audience: '//iam.googleapis.com/$GOOGLE_IDENTITY_PROVIDER',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        token_url: 'https://sts.googleapis.com/v1/token',
        service_account_impersonation_url:
          'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/$GOOGLE_SERVICE_ACCOUNT:generateAccessToken',
        credential_source: { file: TOKEN_FILE },
      }),
    },
  },
};

const AZURE_NAMES = {
  ARM_CLIENT_ID: 'the application that reads and writes the container, with a federated credential for this pipeline',
  ARM_TENANT_ID: 'its tenant',
  ARM_SUBSCRIPTION_ID: 'the subscription of the storage account',
} as const;

const AZURE: StateIdentity = {
  asked: AZURE_NAMES,
  // The backend itself asks GitHub for its token.
  steps: [],
  env: { ARM_USE_OIDC: 'true', ...Object.fromEntries(Object.keys(AZURE_NAMES).map((name) => [name, vars(name)])) },
  gitlab: { audience: 'api://AzureADTokenExchange', before: [], variables: { ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: '$PIPELINE_TOKEN' } },
};

/** Undefined where the state lies beside the program. */
export function stateIdentity(state: StateBackend): StateIdentity | undefined {
  if (state.kind === 's3') return aws(state.region);
  return state.kind === 'gcs' ? GOOGLE : state.kind === 'azurerm' ? AZURE : undefined;
}
