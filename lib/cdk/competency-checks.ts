import {
  App,
  type IAspect,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  Validations,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isWithin } from '../assembly/construct-path';
import { name, version } from '../version';
import { requireRecentCdk } from './cdk-version';
import { checkAssembly } from './check-assembly';
import { type CompetencyChecksOptions, requireValid } from './options';
import { notYetReported } from './reported';
import { failedWith, reportOf, type Violation } from './violation';

/**
 * Checks an app when it is synthesized, and fails the synthesis:
 *
 *     Validations.of(app).addPlugins(new CompetencyChecks());
 *
 * or only what lies under a construct, the Stages in it included:
 *
 *     Aspects.of(scope).add(new CompetencyChecks());
 *
 * Both read the templates as they are written, so they see property overrides and what later aspects change,
 * and nested stacks too. `Validations.of(construct).acknowledge({ id: 'competency-nag::<rule-id>', reason })`
 * accepts the findings of a rule at a construct and below.
 */
export class CompetencyChecks implements IPolicyValidationPlugin, IAspect {
  readonly name = name;
  readonly version = version;
  private readonly underScopes = new WeakMap<IConstruct, UnderScopes>();

  /**
   * @throws UsageError for options that name what does not exist
   * @throws Error for an aws-cdk-lib that is too old
   */
  constructor(private readonly options: CompetencyChecksOptions = {}) {
    requireRecentCdk();
    requireValid(options);
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    return reportOnce(this, context, [''], this.options);
  }

  /**
   * Remembers where the checks were put. An aspect runs before templates are final and never enters a Stage, so
   * the checking is left to a plugin.
   */
  visit(construct: IConstruct): void {
    const { root } = construct.node;
    if (!App.isApp(root)) throw new Error(`${name} only checks what is part of an App`);
    let plugin = this.underScopes.get(root);
    if (!plugin) {
      plugin = new UnderScopes(this.options);
      this.underScopes.set(root, plugin);
      Validations.of(root).addPlugins(plugin);
    }
    plugin.cover(construct.node.path);
  }
}

/** The plugin that checks for an aspect. */
class UnderScopes implements IPolicyValidationPlugin {
  readonly name = name;
  readonly version = version;
  private readonly scopes: string[] = [];

  constructor(private readonly options: CompetencyChecksOptions) {}

  /** Adds a scope that does not lie in another; constructs come before what they hold. */
  cover(path: string): void {
    if (!this.scopes.some((scope) => isWithin(path, scope))) this.scopes.push(path);
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    return reportOnce(this, context, this.scopes, this.options);
  }
}

/** Never throws: what a plugin throws, the CDK command line takes for a pass. */
function reportOnce(
  plugin: IPolicyValidationPlugin,
  context: IPolicyValidationContext,
  scopes: readonly string[],
  options: CompetencyChecksOptions,
): PolicyValidationPluginReport {
  let violations: readonly Violation[];
  try {
    violations = notYetReported(plugin, context.appConstruct, checkAssembly(context, scopes, options));
  } catch (error) {
    violations = [failedWith(error)];
  }
  return reportOf(violations);
}
