import { rememberText } from '../../model/remember';

/** A command that deploys, as a person calls it, and what of it leaves a failed deployment as it is. */
interface Deployment {
  name: string;
  command: RegExp;
  options: readonly RegExp[];
  /** The setting that its options belong to, where other settings have the like. */
  of?: string;
}

const CLOUDFORMATION_OPTIONS = [
  /(?<=\s)--disable-rollback(?![\w=-])/,
  /(?<=\s)--on-(stack-)?failure[= ]["']?DO_NOTHING/,
  /\bdisable-?rollback["']?\s?[=:]\s?true/i,
];

const DEPLOYMENTS: readonly Deployment[] = [
  {
    // https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html
    name: 'cdk deploy',
    command: /^((npm|yarn|pnpm|bun) (run )?)?(\S*\/)?(aws-)?cdk(\.cmd|@\S+)? (.* )?deploy\b/,
    options: [/(?<=\s)(--no-rollback(?![\w=-])|-R(?![\w=-])|--rollback[= ]["']?(false|no)\b)/],
  },
  {
    // https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-deploy.html
    name: 'sam deploy',
    command: /^(\S*\/)?sam(\.cmd)? (.* )?deploy\b/,
    options: CLOUDFORMATION_OPTIONS,
  },
  {
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
    name: 'aws cloudformation',
    command:
      /^(\S*\/)?aws (.* )?cloudformation (create-stack|update-stack|deploy|create-change-set|execute-change-set)\b/,
    options: CLOUDFORMATION_OPTIONS,
  },
  {
    // https://aws.github.io/copilot-cli/docs/commands/svc-deploy/
    name: 'copilot deploy',
    command: /^(\S*\/)?copilot (.* )?deploy\b/,
    options: [/(?<=\s)--no-rollback(?![\w=-])/],
  },
  {
    // https://docs.aws.amazon.com/cli/latest/reference/deploy/create-deployment.html
    name: 'aws deploy',
    command:
      /^(\S*\/)?aws (.* )?deploy (create-deployment|create-deployment-group|update-deployment-group)\b/,
    options: [/\benabled["']?\s?[=:]\s?false/i],
    of: '--auto-rollback-configuration',
  },
  {
    // https://docs.aws.amazon.com/cli/latest/reference/ecs/update-service.html
    name: 'aws ecs',
    command: /^(\S*\/)?aws (.* )?ecs (create-service|update-service)\b/,
    options: [/\b(enable|rollback)["']?\s?[=:]\s?false/],
    of: 'deploymentCircuitBreaker',
  },
];

/** Whether a script may hold such a command. Most hold none, and need not be taken apart. */
export const mayDisableRollback = (script: string): boolean =>
  /rollback|DO_NOTHING|CircuitBreaker/i.test(script) || script.includes('-R');

/** How a command disables rollback: `cdk deploy` is run `with` an `option`. */
export interface DisabledRollback {
  name: string;
  option: string;
  with: string;
}

/** Undefined where the command does not deploy, or leaves rollback on. */
export const disabledRollback = rememberText((command): DisabledRollback | undefined => {
  const deployment = DEPLOYMENTS.find((one) => one.command.test(command));
  if (!deployment) return undefined;
  const { name, options, of = '' } = deployment;
  const settings = command.includes(of) ? command.slice(command.indexOf(of)) : '';
  const option = options.map((pattern) => pattern.exec(settings)?.[0]).find(Boolean);
  return option === undefined ? undefined : { name, option, with: `${of} ${option}`.trim() };
});
