import { writtenName } from '../../lib/aws/named-resources';
import { expectOfPipeline } from '../../lib/aws/pipelines/pipeline';
import type { Action } from '../../lib/aws/pipelines/pipeline-action';
import { shortened } from '../../lib/aws/pipelines/pipeline-gate';
import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import { fail, notApplicable, review, rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-source-under-version-control',
  title: 'What a pipeline builds and deploys comes from a repository under version control',
  severity: 'info',
  control: 'TEST-BEFORE-PRODUCTION',
  alsoControls: ['DEPLOY-AUTOMATED'],
  resources: ['AWS::CodePipeline::Pipeline', 'AWS::CodeBuild::Project'],
  why: 'An archive in a bucket has no author, no review and no history: whoever can write to the bucket decides what is deployed.',
  fix: 'Take the source from a repository, by a CodeStarSourceConnection action. Where another system fills the bucket from a repository, attach that as evidence.',
  docs: [
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/integrations-action-type.html#integrations-source',
    'https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html',
  ],

  check: (resource) =>
    resource.type === 'AWS::CodeBuild::Project' ? sourceOfProject(resource) : sourcesOfPipeline(resource),
});

/** AWS's own providers that bring something else than a repository; what a user's own brings is theirs to know. */
const STORES = ['S3', 'ECR'];

const isStore = ({ owner, provider }: Action) => owner.is('AWS') && provider.isOneOf(STORES);

/** Only the first stage has sources: https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html */
const sourcesOfPipeline = (resource: Resource) =>
  expectOfPipeline(resource, ({ stages }) => {
    const [first] = stages;
    const sources = [...(first?.actions ?? [])].filter((action) => action.category.is('Source'));
    if (sources.length === 0) return notApplicable();
    return sources.every(isStore) ? withoutRepository(sources) : undefined;
  });

function withoutRepository(sources: readonly Action[]): Outcome {
  const archive = sources.find(({ provider }) => provider.literal !== 'ECR');
  if (archive)
    return fail(
      `the only source is an archive in ${bucketOf(archive)}; no repository tells who changed what`,
      {
        at: archive.value,
      },
    );
  const image = sources[0] as Action;
  return review(
    `the only source is the image ${settingOf(image, 'RepositoryName')}: where its code comes from is not in the template`,
    { at: image.value },
  );
}

const bucketOf = ({ configuration }: Action) => {
  const bucket = configuration.get('S3Bucket').outline;
  return bucket ? `the bucket ${shortened(bucket)}` : 'a bucket';
};
const settingOf = ({ configuration }: Action, key: string) => shortened(configuration.get(key).outline);

/** A build of its own: to what a pipeline runs, the pipeline brings the source, whatever the project says. */
const sourceOfProject = (project: Resource) =>
  project
    .property('Source.Type')
    .expect((type) =>
      type.is('S3')
        ? fail(
            `the build takes an archive from S3 (${shortened(project.get('Source.Location').outline)}); no repository tells who changed what`,
          )
        : undefined,
    )
    .unless(
      () =>
        isRunByPipeline(project) ||
        project
          .get('SecondarySources')
          .items()
          .some((source) => !source.get('Type').is('S3')),
    );

const isRunByPipeline = (project: Resource): boolean => {
  const name = writtenName(project.written('Name'));
  return (
    project.referring('AWS::CodePipeline::Pipeline').length > 0 ||
    (name !== undefined && projectsOfPipelines(project.app).has(name))
  );
};

const projectsOfPipelines = remember(
  (app: App) =>
    new Set(
      app
        .resourcesOf('AWS::CodePipeline::Pipeline')
        .flatMap((pipeline) => pipeline.all('Stages[].Actions[].Configuration.ProjectName'))
        .flatMap(({ literals }) => literals),
    ),
);
