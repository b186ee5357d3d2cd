/** The README of a new project: what to change first, and which command does what. */
import type { ProjectOptions } from './project-options';

const PIPELINES = {
  github: `The workflow tests every pull request, comments what it changes and costs, and deploys from \`main\`. It reads the kubeconfig from the secret \`KUBECONFIG_TEXT\` of the environment \`production\`.
`,
  gitlab: `The pipeline tests every merge request and deploys from the default branch. It reads the kubeconfig from the variable \`KUBECONFIG_FILE\` (type File), and comments what a request changes and costs where \`GITLAB_TOKEN\` is set.
`,
  none: '',
};

const ENGINES = { cdktf: 'cdktf', cdktn: 'CDK Terrain (as `cdktf`; its command needs Node.js 22.19)' };

export function projectReadme({ name, context, ci, state, cdk }: ProjectOptions): string {
  const kept =
    state.kind === 'local'
      ? 'The state of Terraform lies beside the program, so the pipeline tests and does not deploy: it would begin each deploy from an empty state. `agent-fleet init --state s3:<bucket>:<region>` writes one that deploys.'
      : `The state of Terraform is kept by ${state.kind}.`;
  return `# ${name}

A fleet of agents on your own GPUs, as [cdktf-agent-fleet](https://www.npmjs.com/package/cdktf-agent-fleet) constructs.

| command | what it does |
|---|---|
| \`npm install\` | installs the library, ${ENGINES[cdk]} and the tools; commit \`package-lock.json\`, by which the pipeline installs |
| \`npm test\` | type check, and the tests of the fleet |
| \`npm run synth\` | checks what does not fit, and writes Terraform into \`cdktf.out\` |
| \`npm run plan\` | shows pools, memory, verdicts and cost |
| \`KUBE_CONFIG_PATH=~/.kube/config npm run deploy\` | deploys the operators, then the fleet |

Change first: the image of the agents, the models and GPUs in \`fleet.ts\`; the context \`${context}\` in \`main.ts\`. Operators that the cluster has already are \`'existing'\` in \`FleetPlatform\`.

${kept}
${ci === 'none' || state.kind === 'local' ? '' : `\n${PIPELINES[ci]}`}`;
}
