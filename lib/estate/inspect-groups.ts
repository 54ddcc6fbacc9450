import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readAssets } from '../assembly/assets';
import type { CheckOptions } from '../check';
import { type Inspection, inspect, standardsFor } from '../inspect';
import type { Standards } from '../standards';
import { type Group, sizeOf } from './groups';
import { inThreads } from './threads';

/** What a thread is told before it inspects anything. Plain data: rules are functions, and are loaded there. */
export interface Errand
  extends Pick<CheckOptions, 'rules' | 'exclude' | 'parameters' | 'environment' | 'profile' | 'linked'> {
  configurationFile?: string;
}

export const inspectGroup = (
  { sources, assemblies }: Group,
  options: CheckOptions,
  heldTo: (file: string) => Standards,
): Inspection => {
  const assets = assemblies.map(({ folder, within }) => readAssets(folder, { within }));
  return inspect(sources, { ...options, assets }, heldTo);
};

/** Templates that are worth a thread of its own, which has to load and to warm up: about a second's work. */
const CHARACTERS_A_THREAD = 3_000_000;
/** Threads that are started without being asked for. A machine with many processors often lends but a few of them. */
const MOST_THREADS = 4;

/** As many threads as there is work and there are processors for. */
export const threadsFor = (groups: readonly Group[]): number =>
  Math.max(
    1,
    Math.min(
      MOST_THREADS,
      availableParallelism(),
      Math.floor(groups.reduce((sum, group) => sum + sizeOf(group), 0) / CHARACTERS_A_THREAD),
    ),
  );

/** What a template needs is soon forgotten: with room enough it is, before the collector copies it. */
const YOUNG_MB = 64;

/** A group takes seconds where it is large; a thread that says nothing for so long has stopped. */
const MAX_SILENCE = 10 * 60_000; // milliseconds

/**
 * Inspects groups, in their order whatever the number of threads.
 * @throws ThreadFailure
 */
export async function inspectGroups(
  groups: readonly Group[],
  jobs: number,
  options: CheckOptions,
  onProgress: (done: number) => void,
): Promise<Inspection[]> {
  let done = 0;
  const count = ({ sources }: Group) => {
    done += sources.length;
    onProgress(done);
  };
  if (jobs === 1 || groups.length < 2) {
    const heldTo = standardsFor(options);
    return groups.map((group) => {
      const inspection = inspectGroup(group, options, heldTo);
      count(group);
      return inspection;
    });
  }
  const largestFirst = [...groups].sort((a, b) => sizeOf(b) - sizeOf(a));
  const answers = await inThreads<Group, Inspection>(join(__dirname, 'inspector.js'), largestFirst, {
    threads: jobs,
    milliseconds: MAX_SILENCE,
    nameOf,
    onAnswer: count,
    workerData: errandOf(options),
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const answerTo = new Map(largestFirst.map((group, index) => [group, answers[index] as Inspection]));
  return groups.map((group) => answerTo.get(group) as Inspection);
}

function errandOf(options: CheckOptions): Errand {
  const { rules, exclude, parameters, environment, profile, linked, configuration } = options;
  const configurationFile = configuration?.files.at(-1);
  return {
    ...(rules && { rules }),
    ...(exclude && { exclude }),
    ...(parameters && { parameters }),
    ...(environment && { environment }),
    ...(profile && { profile }),
    ...(linked && { linked }),
    ...(configurationFile !== undefined && { configurationFile }),
  };
}

function nameOf({ sources, assemblies }: Group): string {
  const first = sources[0]?.file ?? assemblies[0]?.folder ?? '';
  return sources.length > 1 ? `${first} and ${sources.length - 1} more` : first;
}
