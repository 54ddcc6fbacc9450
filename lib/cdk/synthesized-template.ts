import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CfnElement,
  CfnResource,
  type IPolicyValidationContext,
  NestedStack,
  Stack,
  Stage,
  Token,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { TemplateSource } from '../check';
import type { Finding } from '../finding';

/** A template of the cloud assembly, and the stack it was written for. */
export interface SynthesizedTemplate {
  /** Absolute. */
  readonly file: string;
  readonly stackPath: string;
  /** Undefined for a template that was put into the assembly without a construct. */
  readonly stack: Stack | undefined;
}

/** The templates that CDK lists, and those of the stacks within them, which it does not list. */
export function templatesOf(
  { stackTemplates }: IPolicyValidationContext,
  constructs: readonly IConstruct[],
): SynthesizedTemplate[] {
  const stacks = constructs.filter(Stack.isStack);
  const stackAt = new Map(stacks.map((stack) => [stack.node.path, stack]));
  const templates = stackTemplates.map(
    ({ templatePath, stackConstructPath }): SynthesizedTemplate => ({
      file: templatePath,
      stackPath: stackConstructPath,
      stack: stackAt.get(stackConstructPath),
    }),
  );
  const taken = new Set<IConstruct | undefined>(templates.map(({ stack }) => stack));
  for (const stack of stacks) {
    // Outer stacks come before the stacks within them, at any depth.
    if (taken.has(stack) || !stack.node.scopes.some((scope) => taken.has(scope))) continue;
    const file = templateFileOf(stack);
    // A Service Catalog product is no nested stack but has a template too; a stack of another kind may have none.
    if (!NestedStack.isNestedStack(stack) && !existsSync(file)) continue;
    templates.push({ file, stackPath: stack.node.path, stack });
    taken.add(stack);
  }
  return templates;
}

/** Where synthesis writes the stack's template. */
export const templateFileOf = (stack: Stack): string =>
  join(Stage.of(stack)?.outdir ?? '', stack.templateFile);

/** The template's text and what CDK knows about it. @throws Error for a file that cannot be read */
export function sourceOf({ file, stack }: SynthesizedTemplate): TemplateSource {
  const text = readFileSync(file, 'utf8');
  const pseudoParameters = pseudoParametersOf(stack);
  return { file, text, isTemplate: true, pseudoParameters, ...deploymentOf(stack), ...nestingOf(stack) };
}

/** How the stack is deployed, if that is not for the stack around it to say. */
function deploymentOf(stack: Stack | undefined): Pick<TemplateSource, 'stackName' | 'terminationProtection'> {
  if (!stack || stack.nested) return {};
  const { stackName, terminationProtection = false } = stack;
  return Token.isUnresolved(stackName) ? { terminationProtection } : { stackName, terminationProtection };
}

/** The resource that a nested stack is in the template around it. */
function nestingOf(stack: Stack | undefined): Pick<TemplateSource, 'nestedIn'> {
  const { nestedStackParent: parent, nestedStackResource: resource } = stack ?? {};
  if (!parent || !resource) return {};
  return { nestedIn: { file: templateFileOf(parent), logicalId: parent.resolve(resource.logicalId) } };
}

/** The pseudo parameters that the stack's environment settles. */
function pseudoParametersOf(stack: Stack | undefined): TemplateSource['pseudoParameters'] {
  if (!stack) return {};
  const values = { 'AWS::AccountId': stack.account, 'AWS::Region': stack.region };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !Token.isUnresolved(value)));
}

/** Finds the construct that a finding is about: the resource's, the parameter's or output's, else the stack. */
export class ConstructFinder {
  private readonly elements = new Map<Stack, ReadonlyMap<string, string>>();

  pathOf({ logicalId, resourceType }: Finding, { stack, stackPath }: SynthesizedTemplate): string {
    if (!stack) return stackPath;
    return this.elementsOf(stack).get(elementKey(resourceType !== null, logicalId ?? '')) ?? stackPath;
  }

  private elementsOf(stack: Stack): ReadonlyMap<string, string> {
    let paths = this.elements.get(stack);
    if (!paths) {
      const elements = stack.node
        .findAll()
        .filter(CfnElement.isCfnElement)
        .filter((element) => element.stack === stack);
      paths = new Map(elements.map((element) => [keyOf(element), element.node.path]));
      this.elements.set(stack, paths);
    }
    return paths;
  }
}

const keyOf = (element: CfnElement) =>
  elementKey(CfnResource.isCfnResource(element), element.stack.resolve(element.logicalId));

/** An output may be called like a resource. */
const elementKey = (isResource: boolean, logicalId: string) =>
  `${isResource ? 'resource' : 'other'} ${logicalId}`;
