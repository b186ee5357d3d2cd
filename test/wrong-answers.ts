/**
 * Kinds of wrong answers: something that cannot run was accepted, something that can was refused, or a message led astray. Each kind has the cases by which
 * it was found, and siblings that were looked for afterwards; those are listed here, each by the words that stand in its test.
 */
export interface WrongAnswer {
  readonly kind: string;
  /** File below `test`, and words of the test or of its case. */
  readonly siblings: readonly (readonly [file: string, words: string])[];
}

export const WRONG_ANSWERS: readonly WrongAnswer[] = [
  {
    kind: 'data that Terraform evaluates',
    siblings: [
      ['hostile-texts.test.ts', 'takes hostile text byte for byte, or refuses it with a code'],
      ['catalog/hostile-config.test.ts', '{{ .Values }}'],
      ['security/remote-code.test.ts', 'HF_TRUST_REMOTE_CODE'],
      ['core/schema.test.ts', 'a token within a text where none is taken'],
      ['core/schema.test.ts', 'a list token among others'],
    ],
  },
  {
    kind: 'secrets as texts',
    siblings: [
      ['core/secrets.test.ts', 'Azure signature'],
      ['core/secrets.test.ts', 'a JSON web token'],
      ['core/secrets.test.ts', 'a header in JSON'],
      ['core/secrets.test.ts', 'DB_CONNECTION_STRING'],
    ],
  },
  {
    kind: 'names that every object inherits',
    siblings: [
      ['prototype-names.test.ts', 'a record holds nothing under "%s" unless somebody put it there'],
      ['prototype-names.test.ts', '__defineSetter__'],
      ['cli/size/hostile-lines.test.ts', 'a key that is inherited'],
      ['cli/size/hostile-lines.test.ts', 'a prototype'],
    ],
  },
  {
    kind: 'files of others',
    siblings: [
      ['cli/hostile-folders.test.ts', 'a manifest that places a stack at %s is refused'],
      ['cli/hostile-folders.test.ts', 'a link in the place of %s is refused'],
      ['cli/odd-files.test.ts', 'it is a named pipe'],
      ['cli/odd-files.test.ts', 'init and manifests end where the file system takes no folder'],
      ['cli/broken-apps.test.ts', '20,000 brackets'],
      ['patterns.test.ts', 'no pattern takes long for 20,000 characters made of its own words'],
    ],
  },
  {
    kind: 'two clusters in one stack',
    siblings: [
      ['platform/two-clusters.test.ts', 'operators of two clusters in one stack go each to theirs'],
      ['platform/two-clusters.test.ts', 'a resource of the user without a provider'],
      ['platform/two-clusters.test.ts', 'two clusters of one name'],
      ['terraform/overrides.test.ts', 'a stack in a stack has the providers and the plan of its own'],
    ],
  },
  {
    kind: 'more rights than are needed',
    siblings: [
      ['inference/weights.test.ts', 'the engine never sees the token and asks nobody for more'],
      ['inference/weights.test.ts', 'of a claim are downloaded by a Job that alone has the token and the way to the internet'],
      ['security/network-edges.test.ts', 'a workload that is called like a port does not hide the namespace'],
    ],
  },
  {
    kind: 'weights that are no such weights',
    siblings: [
      ['inference/served-checkpoint.test.ts', '%s is planned and %s holds something else'],
      ['inference/served-checkpoint.test.ts', 'a quantized checkpoint that the plan counts in 16 bit is a finding'],
      ['inference/served-checkpoint.test.ts', '%s is published in a format of its own and not started in %s'],
      ['capacity/quantized-split.test.ts', 'experts of MiniMax M2 on SGLang: 1536 / 8 = 192'],
      ['capacity/quantized-split.test.ts', 'AWQ of Qwen2.5 14B: 13824 / 8 = 1728 and groups of 128'],
      ['capacity/quantized-split.test.ts', 'is refused exactly where the checks of its engine'],
      ['inference/quantized-split-pools.test.ts', 'plans nothing where only a number that does not load would hold them'],
      ['capacity/files.test.ts', 'files are as large as the weights in the format they are published in'],
      ['inference/quantized-weights.test.ts', 'of experts in mxfp4'],
    ],
  },
  {
    kind: 'other nodes than planned',
    siblings: [
      ['inference/pinned-node-pool.test.ts', 'pools that are pinned to one node pool add up there'],
      ['inference/pinned-node-pool.test.ts', 'a pinned pool that nothing tells from another with its GPU is refused'],
      ['inference/mig-slices.test.ts', 'slices that do not fit beside each other'],
      ['inference/mig-slices.test.ts', 'a profile of another card'],
    ],
  },
  {
    kind: 'arguments that the arithmetic does not count',
    siblings: [
      ['inference/planned-is-started.test.ts', 'VLLM_MLA_DISABLE'],
      ['inference/planned-is-started.test.ts', 'CUDA_VISIBLE_DEVICES'],
      ['inference/planned-is-started.test.ts', 'adapters that are asked for in extraArgs are in the plan and in the flags'],
      ['terraform/overrides.test.ts', 'AF-SPEC-024: an override of %s'],
      ['terraform/overrides.test.ts', 'AF-SPEC-024, %s:'],
    ],
  },
  {
    kind: 'another checkpoint than named',
    siblings: [
      ['catalog/model.test.ts', 'moonshotai/Kimi-K2.7-Code'],
      ['catalog/model.test.ts', 'zai-org/GLM-5'],
      ['catalog/model.test.ts', 'Qwen/Qwen3-30B-A3B'],
    ],
  },
  {
    kind: 'flags of another release',
    siblings: [
      ['inference/flags-of-the-release.test.ts', 'every flag that a random pool writes is one of its release'],
      ['inference/flags-of-the-release.test.ts', '0.25.1'],
      ['inference/gpu-support.test.ts', 'before 0.14 nothing was published for AMD'],
      ['inference/flags-of-the-release.test.ts', '99.0.0'],
    ],
  },
  {
    kind: 'parsers without what they need',
    siblings: [
      ['inference/tool-parsers.test.ts', 'it is not known where an image of the user’s own has the template'],
      ['inference/tool-parsers.test.ts', 'a fine-tune that carries the facts of its base keeps the template'],
      ['inference/tool-parsers.test.ts', 'every model of the catalog can be served by some release, or without tool calling'],
    ],
  },
  {
    kind: 'topologies that add up to nothing',
    siblings: [
      ['capacity/topology-refusals.test.ts', 'no role has less than its share rounded down, or more than its share rounded up'],
      ['capacity/topology-refusals.test.ts', 'a role with a share has a session'],
      ['capacity/topology-refusals.test.ts', 'where every branch has a whole session the total is exact'],
    ],
  },
  {
    kind: 'demand that nobody judges',
    siblings: [
      ['repairs/named-repairs.test.ts', 'a role on a model that is not a language model'],
      ['platform/two-clusters.test.ts', 'a fleet on a pool of the other cluster'],
      ['terraform/removed-constructs.test.ts', 'a pool in a scope that was removed, and one that was made anew'],
      ['terraform/skipped-validation.test.ts', 'an aspect of a later stack that adds to its own alone is taken'],
      ['terraform/skipped-validation.test.ts', 'an app with skipValidation is checked all the same'],
    ],
  },
  {
    kind: 'texts that Kubernetes refuses',
    siblings: [
      ['platform/names.test.ts', 'the name of %s has at most %d characters, and the repair is such a name'],
      ['platform/names.test.ts', 'a pool with a name that its engine reads as a variable gets another name as a repair'],
      ['security/trust.test.ts', 'a ConfigMap in upper case'],
      ['security/trust.test.ts', 'a file above the root'],
    ],
  },
  {
    kind: 'objects of operators that are not there',
    siblings: [
      ['platform/absent-operators.test.ts', 'between stacks the fleet waits for the platform'],
      ['platform/absent-operators.test.ts', 'no GPU operator beside a pool'],
      ['platform/absent-operators.test.ts', 'what is absent on one cluster says nothing of another'],
    ],
  },
  {
    kind: 'namespaces of others',
    siblings: [
      ['security/namespace.test.ts', 'two stacks whose names differ by case alone'],
      ['security/namespace.test.ts', 'two operators in one namespace'],
      ['security/namespace.test.ts', 'kube-node-lease'],
    ],
  },
  {
    kind: 'repairs that do not hold',
    siblings: [
      ['repairs/repairs-hold.test.ts', 'random fleets that are refused: every repair that is offered holds'],
      ['repairs/repairs-hold.test.ts', 'a format that the engine refuses with another prop is not offered'],
      ['repairs/repairs-hold.test.ts', 'replicas beyond the nodes of the cluster are not offered'],
      ['inference/pool-changes.test.ts', 'what no prop of a pool says is not offered'],
    ],
  },
  {
    kind: 'alerts on what is healthy',
    siblings: [
      ['observability/alerts-by-kind.test.ts', 'every alert of every kind has a fault, and every fault an alert'],
      ['observability/alerts-by-kind.test.ts', 'embedders and rerankers are judged by finished requests, because they never generate'],
      [
        'observability/alerts-by-kind.test.ts',
        'every kind of model, every engine, every vendor of GPUs and every latency class is among the kinds',
      ],
    ],
  },
  {
    kind: 'changes that a running fleet does not take',
    siblings: [
      ['inference/weights.test.ts', 'another %s is another claim, never a change of the one that runs'],
      ['stores/deletion-protection.test.ts', 'would replace the guard, which Terraform refuses: %s'],
      ['e2e-harness/changes.test.ts', 'every prop of %s has a row'],
      ['e2e-harness/changes.test.ts', 'every class with props that makes objects is a construct of the matrix'],
    ],
  },
  {
    kind: 'wrong answers of the command line',
    siblings: [
      ['cli/size/hostile-lines.test.ts', 'an endless name'],
      ['cli/size/odd-configs.test.ts', 'experts without a width'],
      ['cli/plan-age.test.ts', 'an old plan says how old it is, also beside JSON'],
      ['plan/read-plan.test.ts', 'counts no money, tokens or time below nothing: %p'],
      ['cli/odd-files.test.ts', 'JSON with the mark of an editor before it, with the line ends of Windows, or in UTF-16 is read'],
    ],
  },
  {
    kind: 'messages that lead astray',
    siblings: [
      ['core/schema.test.ts', 'a prop that stands there under a misspelt name is named once, and not as missing'],
      ['core/schema.test.ts', 'a key that belongs beside the object it stands in is sent there'],
      ['every-code.test.ts', 'every code that no rule owns has a case, or a test of its own that is named; test/rules asks the rules'],
      ['core/uncaught-error.test.ts', 'an uncaught error prints its message once, with its arithmetic, and no call of a dependency'],
      ['policies/apply.test.ts', 'throws what has no text'],
    ],
  },
  {
    kind: 'an environment that is told nowhere, and links that lead nowhere',
    siblings: [
      ['docs/guides.test.ts', 'has the variables that the guide lists, with stores that exist and are given whole addresses'],
      ['docs/guides.test.ts', 'an address is put together only where the password cannot break it'],
      ['agents/framework-environment.test.ts', 'agents of %s get no defaults'],
      ['docs/packed-links.test.ts', 'pages of %s lead to what is packed'],
    ],
  },
];
