import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';
import { commandsOf } from './commands';

/** What a build runs: commands in the order in which they run, or why the template does not tell. */
export type Script = SeenScript | UnseenScript;

export interface SeenScript {
  commands: readonly string[];
  /** Test results are collected: https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html */
  reportsTests: boolean;
}

export interface UnseenScript {
  /** `its build spec is the file buildspec.yml` */
  unseen: string;
}

/** The script of a CodeBuild project, as its build spec says it. */
export function scriptOfProject(project: Resource): Script {
  return scriptOfBuildSpec(project.get('Source.BuildSpec'));
}

/**
 * The script in a build spec: YAML or JSON in the template; else it is a file of the source, named or
 * `buildspec.yml`. https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function scriptOfBuildSpec(spec: Value): Script {
  if (spec.content.kind === 'absent') return { unseen: 'its build spec comes with the source' };
  if (spec.content.kind === 'unknown') return { unseen: spec.why };
  const text = spec.outline;
  if (!isInline(text))
    return { unseen: spec.isKnown ? `its build spec is the file ${text}` : `its build spec is ${text}` };
  const structure = spec.structure();
  if (!structure.isMap)
    return { commands: commandsOf(text.replace(/^\s*- /gm, '')), reportsTests: /^reports:/m.test(text) };
  // https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html
  if (structure.get('batch').isMap && !structure.get('phases').isMap)
    return { unseen: 'it is a batch of builds with build specs of their own' };
  return {
    commands: PHASES.flatMap((phase) => commandsIn(structure.get('phases').child(phase))),
    reportsTests: structure.get('reports').isMap,
  };
}

const isInline = (text: string) => text.trim().includes('\n') || /^\s*\{/.test(text) || text === '';

const PHASES = ['install', 'pre_build', 'build', 'post_build'];

const commandsIn = (phase: Value): string[] =>
  ['commands', 'finally'].flatMap((list) => scriptOfLines(phase.get(list)));

/** Commands that are listed one by one; each may be a script of several lines. */
export function scriptOfLines(lines: Value): string[] {
  if (lines.content.kind === 'absent') return [];
  return lines.items().flatMap((line) => commandsOf(line.outline));
}
