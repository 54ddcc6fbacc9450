import type { TemplateSource } from '../check';
import type { AssemblyTemplate, CloudAssembly } from './cloud-assembly';

/** What is to be checked of an assembly: its templates, as one app. */
export const templateSourcesOf = ({ folder, templates }: CloudAssembly): TemplateSource[] =>
  templates.map((template) => ({ ...sourceOf(template), app: folder }));

function sourceOf({ file, text, artifact, isNested, nestedIn }: AssemblyTemplate): TemplateSource {
  const { stackName, terminationProtection, account, region } = artifact ?? {};
  return {
    file,
    text,
    isTemplate: true,
    pseudoParameters: {
      ...(account !== undefined && { 'AWS::AccountId': account }),
      ...(region !== undefined && { 'AWS::Region': region }),
    },
    ...(!isNested && stackName !== undefined && { stackName }),
    ...(!isNested && terminationProtection !== undefined && { terminationProtection }),
    ...(nestedIn && { nestedIn }),
  };
}
