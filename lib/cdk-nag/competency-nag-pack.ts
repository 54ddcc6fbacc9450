import {
  App,
  type CfnResource,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  type PolicyViolation,
} from 'aws-cdk-lib';
import { NagPack, type NagPackProps } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { CompetencyChecks, type CompetencyChecksOptions } from '../cdk';
import { checkAssembly } from '../cdk/check-assembly';
import { failedWith, reportOf } from '../cdk/violation';
import { name, version } from '../version';

export interface CompetencyNagPackProps extends NagPackProps, CompetencyChecksOptions {}

/**
 * All rules as a pack, for what works with packs:
 *
 *     Validations.of(app).addPlugins(new CompetencyNagPack(app));
 *
 * It reports what `CompetencyChecks` reports, also of what cdk-nag never hands to a pack, and acknowledgements
 * name its rules in the same way, `competency-nag::<rule-id>`. A subclass adds rules in `checkResource`.
 */
export class CompetencyNagPack extends NagPack {
  readonly name: string = 'CompetencyNag';
  override readonly version = version;
  protected override packName = 'CompetencyNag';
  private readonly checks: CompetencyChecks;
  private readonly options: CompetencyChecksOptions;

  /** @throws UsageError for options that name what does not exist */
  constructor(scope?: IConstruct, props: CompetencyNagPackProps = {}) {
    const { verbose, writeSuppressionsToCloudFormation, ...options } = props;
    super(scope, { verbose, writeSuppressionsToCloudFormation });
    this.options = options;
    this.checks = new CompetencyChecks(options);
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    return joined(this.checks.validate(context), this.addedRules(context.appConstruct));
  }

  /** Synthesizes the app of the scope and checks what lies under it, for tests. */
  override validateScope(scope: IConstruct): PolicyValidationPluginReport {
    const context = contextOf(scope);
    const report = reportOf(checkAssembly(context, [scope.node.path], this.options));
    return joined(report, this.addedRules(scope));
  }

  protected override checkResource(_node: CfnResource): void {}

  private addedRules(scope: IConstruct): PolicyValidationPluginReport {
    try {
      return super.validateScope(scope);
    } catch (error) {
      return reportOf([failedWith(error)]);
    }
  }
}

/** cdk-nag's half goes by the pack's name, ours by the name that acknowledgements know. */
function joined(
  ours: PolicyValidationPluginReport,
  theirs: PolicyValidationPluginReport,
): PolicyValidationPluginReport {
  return {
    success: ours.success && theirs.success,
    violations: [...ours.violations.map(qualified), ...theirs.violations],
  };
}

const qualified = (violation: PolicyViolation): PolicyViolation => {
  const { ruleName } = violation;
  return { ...violation, ruleName: ruleName.includes('::') ? ruleName : `${name}::${ruleName}` };
};

function contextOf(scope: IConstruct): IPolicyValidationContext {
  const appConstruct = scope.node.root;
  if (!App.isApp(appConstruct)) throw new Error(`${name} only checks what is part of an App`);
  const stackTemplates = appConstruct
    .synth()
    .stacksRecursively.map(({ hierarchicalId, templateFullPath }) => ({
      stackConstructPath: hierarchicalId,
      templatePath: templateFullPath,
      accountId: undefined,
      region: undefined,
    }));
  return {
    appConstruct,
    stackTemplates,
    templatePaths: stackTemplates.map(({ templatePath }) => templatePath),
  };
}
