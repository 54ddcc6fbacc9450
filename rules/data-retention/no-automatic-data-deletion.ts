import { DATA_STORES, RETAINS, severityOfLoss } from '../../lib/aws/data/data-stores';
import type { Resource } from '../../lib/model/entity';
import { tokens } from '../../lib/model/environment';
import { remember } from '../../lib/model/remember';
import { type Expectations, fail, rule } from '../../lib/rule';

const REPOSITORY = 'AWS::ECR::Repository';

/** Custom resources of CDK, by what they empty, with the property that names it. */
const EMPTIERS: { readonly [type: string]: { property: string; store: string } } = {
  'Custom::S3AutoDeleteObjects': { property: 'BucketName', store: 'bucket' },
  'Custom::ECRAutoDeleteImages': { property: 'RepositoryName', store: 'repository' },
};

export default rule({
  id: 'no-automatic-data-deletion',
  title: 'Nothing empties a data store when its stack is deleted',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'DATA-RETAINED',
  resources: [REPOSITORY],
  why: 'That a bucket or repository cannot be deleted while it is full is what saves its content from a mistake; whatever empties it first takes that away.',
  fix: 'Remove autoDeleteObjects, emptyOnDelete or the custom resource, and retain the store; keep them for stacks of tests and previews.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html#cfn-ecr-repository-emptyondelete',
    'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_s3.Bucket.html#autodeleteobjects',
    'https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html',
  ],

  check: (repository) =>
    repository
      .property('EmptyOnDelete')
      .mustNotBe(true, 'EmptyOnDelete deletes all images together with the repository')
      .unless(() => repository.attribute('DeletionPolicy').value.isOneOf(RETAINS)),

  checkTemplate: ({ resources }) =>
    [...resources.values()].filter((resource) => CUSTOM.test(resource.type)).map(emptiesNothing),
});

const CUSTOM = /^(Custom::|AWS::CloudFormation::CustomResource$)/;

function emptiesNothing(custom: Resource): Expectations {
  const known = EMPTIERS[custom.type];
  if (known)
    return custom.property(known.property).expect((name) => {
      const store = name.reference?.resource;
      return fail(`the ${known.store} ${store?.logicalId ?? name.outline} is emptied with its stack`, {
        severity: store ? severityOf(store) : 'error',
      });
    });
  if (!empties(custom)) return undefined;
  const stores = custom.references.map(({ to }) => to).filter(({ type }) => DATA_STORES[type]);
  const names = stores.map(({ logicalId }) => logicalId).join(', ') || 'what it is for';
  return custom.property('ServiceToken').expect(() => {
    const isMinor = stores.length > 0 && stores.every((store) => severityOf(store) !== 'error');
    return fail(`${custom.logicalId} empties ${names} with its stack`, {
      severity: isMinor ? 'warning' : 'error',
    });
  });
}

const severityOf = (store: Resource) => severityOfLoss(store, DATA_STORES[store.type] ?? { loss: 'data' });

/** By what it is called, by the call that it makes of an API, or by what the function behind it does. */
const empties = (custom: Resource): boolean =>
  saysSo(`${custom.type} ${custom.logicalId}`) ||
  custom.property('Delete').mentions(CALLS) ||
  custom
    .referred('AWS::Lambda::Function', 'ServiceToken')
    .some((handler) => saysSo(handler.logicalId) || deletesAll(handler));

function saysSo(name: string): boolean {
  const words = tokens(name);
  return words.some((word) => EMPTIES.includes(word)) && words.some((word) => CONTENTS.includes(word));
}
const EMPTIES = [
  'clean',
  'cleaner',
  'cleanup',
  'cleanups',
  'clear',
  'delete',
  'deleter',
  'deletes',
  'empty',
  'emptier',
  'emptying',
  'purge',
  'wipe',
];
const CONTENTS = ['bucket', 'buckets', 'ecr', 'image', 'images', 'object', 'objects', 's', 'repository'];

/** Of CDK's AwsCustomResource, whose call is JSON: what deletes more than it was told the names of. */
const CALLS = /"(force|ForceDeleteWithoutRecovery)\\?":\s*\\?"?true/i;

/** Inline code that looks for whatever is in a bucket or repository, and deletes it; not only what it put there. */
const deletesAll = remember((handler: Resource): boolean => {
  const code = handler.property('Code.ZipFile');
  return code.mentions(DELETES) && code.mentions(LISTS);
});
const DELETES =
  /\b(delete_objects?|deleteObjects?|DeleteObjects?Command|batch_delete_image|batchDeleteImage|BatchDeleteImageCommand)\b|\.delete\(/;
const LISTS =
  /\b(list_object(s|s_v2|_versions)|listObject(s|sV2|Versions)|ListObject(s|sV2|Versions)Command|object_versions|objects\.(all|filter)|list_images|listImages|ListImagesCommand)\b/;
