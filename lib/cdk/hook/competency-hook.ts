import { AssetHashType, CfnLambdaHook, DockerImage, Duration, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FailOn } from '../../fail-on';
import type { HookTarget } from '../../hook/protocol';
import type { Environment } from '../../model/environment';
import type { Profile } from '../../rule';
import { configurationFor, requireValid } from '../options';
import { FUNCTION, writeFunction } from './write-function';

export interface CompetencyHookProps {
  /** What a failed check does: `FAIL` (the default) stops the operation, `WARN` tells and lets it go on. */
  failureMode?: 'FAIL' | 'WARN';
  /** What is checked; stacks and change sets when not given. */
  targets?: readonly HookTarget[];
  /** The mildest finding that fails; what the configuration says, else `error`, when not given. */
  failOn?: FailOn;
  /** Where the stacks are deployed to; overrides of the configuration for single stacks stand above it. */
  environment?: Environment;
  profile?: Profile;
  /** The configuration file; found from the working directory when not given, none if false. */
  config?: string | false;
  /** Names of stacks that are not checked. The hook's own never is, so that a hook that fails can be mended. */
  exceptStacks?: readonly string[];
  /** The hook's name, unique in account and Region; `Private::CompetencyNag::Hook` when not given. */
  alias?: string;
}

/**
 * Checks at CloudFormation itself: a Lambda Hook, with its function, for the account and Region of the stack.
 *
 *     new CompetencyHook(stack, 'CompetencyHook', { failureMode: 'WARN' });
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-lambdahook.html
 */
export class CompetencyHook extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  /** What CloudFormation assumes to invoke the function. */
  readonly executionRole: Role;
  readonly hook: CfnLambdaHook;

  /** @throws UsageError for a configuration that is wrong, or that a hook cannot take along */
  constructor(scope: Construct, id: string, props: CompetencyHookProps = {}) {
    super(scope, id);
    const { failOn, environment, profile, config, ...about } = props;
    const held = given({ failOn, environment, profile });
    requireValid({ ...held, ...(config !== undefined && { config }) });
    const configuration = configurationFor(config);
    this.logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_YEAR });
    this.function = new LambdaFunction(this, 'Function', {
      description: 'Checks what CloudFormation is about to deploy',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(FUNCTION, {
        assetHashType: AssetHashType.OUTPUT,
        bundling: {
          // Never used: it is put together right here.
          image: DockerImage.fromRegistry('none'),
          local: { tryBundle: (folder) => writeFunction(folder, configuration, held) },
        },
      }),
      // One virtual CPU; a check is done by one thread.
      memorySize: 1769,
      // Above the time that the handler gives itself, below the 30 seconds that Hooks wait.
      timeout: Duration.seconds(25),
      logGroup: this.logGroup,
      role: this.roleFor('lambda', 'FunctionRole', {
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      }),
    });
    this.executionRole = this.roleFor('hooks.cloudformation', 'HookRole', {
      actions: ['lambda:InvokeFunction'],
      resources: [this.function.functionArn],
    });
    this.hook = this.addHook(about);
  }

  /** A role with one permission and no more. */
  private roleFor(service: string, id: string, allowed: { actions: string[]; resources: string[] }): Role {
    return new Role(this, id, {
      assumedBy: new ServicePrincipal(`${service}.amazonaws.com`),
      inlinePolicies: { Least: new PolicyDocument({ statements: [new PolicyStatement(allowed)] }) },
    });
  }

  private addHook({
    failureMode = 'FAIL',
    targets = ['STACK', 'CHANGE_SET'],
    exceptStacks = [],
    alias = 'Private::CompetencyNag::Hook',
  }: CompetencyHookProps): CfnLambdaHook {
    const hook = new CfnLambdaHook(this, 'Hook', {
      alias,
      failureMode,
      hookStatus: 'ENABLED',
      lambdaFunction: this.function.functionArn,
      executionRole: this.executionRole.roleArn,
      targetOperations: [...targets],
      stackFilters: {
        filteringCriteria: 'ALL',
        stackNames: { exclude: [Stack.of(this).stackName, ...exceptStacks] },
      },
    });
    // Nothing is checked of what goes. The construct's own property asks for targets beside the actions, which
    // CloudFormation refuses: docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/hooks-target-filtering.html
    hook.addPropertyOverride('TargetFilters.Actions', ['CREATE', 'UPDATE']);
    return hook;
  }
}

const given = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
